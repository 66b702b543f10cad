package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands for images below {@code image}, and what they say of files. */
@Timeout(120)
final class ImageGroupTest {
  private Path home;
  private Program program;

  @SuppressWarnings("NullAway.Init") // set before the tests
  ImageGroupTest() {}

  @BeforeEach
  void build(@TempDir Path directory) throws Exception {
    home = directory;
    program = new Program(home);
    Path context = Files.createDirectories(home.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    assertThat(program.run("-t", "app", context.toString()).code()).isZero();
  }

  @Test
  void image_hasDockersCommands() throws Exception {
    assertThat(program.run("image", "ls", "-q", "--no-trunc").out())
        .startsWith("sha256:")
        .isEqualTo(program.run("images", "-q", "--no-trunc").out());
    assertThat(program.run("image", "tag", "app", "other").code()).isZero();
    assertThat(program.run("image", "rm", "other").out()).isEqualTo("Untagged: other:latest\n");
    assertThat(program.run("image", "no").err()).contains("no");
  }

  @Test
  void saveAndLoad_ofAFileInNoDirectory_nameWhatIsMissing() throws Exception {
    Path missing = home.resolve("missing");
    String why = missing + ": no such file or directory\n";

    assertThat(program.run("save", "-o", missing.resolve("x") + "", "app").err())
        .isEqualTo("error: save app to " + missing + "/x: " + why);
    assertThat(program.run("load", "-i", missing.toString()).err())
        .isEqualTo("error: load " + missing + ": " + why);
  }

  @Test
  void inspect_ofWhatIsNotThere_showsTheRestAndFails() throws Exception {
    Program.Ended none = program.run("inspect", "one", "two");
    assertThat(none.out()).isEqualTo("[]\n");
    assertThat(none.err()).isEqualTo("error: No such object: one\nerror: No such object: two\n");
    assertThat(none.code()).isEqualTo(1);
    assertThat(program.run("inspect", "-f", "{{.Os}}", "none").out()).isEqualTo("\n");

    Program.Ended some = program.run("inspect", "-f", "{{.Os}}", "none", "app");
    assertThat(some.out()).isEqualTo("linux\n");
    assertThat(some.err()).isEqualTo("error: No such object: none\n");
    assertThat(some.code()).isEqualTo(1);
  }

  @Test
  void history_notForPeople_hasBytesAndDates() {
    assertThat(program.run("history", "--format", "{{.CreatedSince}} {{.Size}}", "app").out())
        .matches("[^\n]+ ago [0-9.]+k?B\n");
    for (String word : new String[] {"-H=false", "--human=false"}) {
      assertThat(program.run("history", word, "app").out().lines())
          .element(0)
          .asString()
          .startsWith("IMAGE          CREATED AT");
      assertThat(
              program.run("history", word, "--format", "{{.CreatedSince}} {{.Size}}", "app").out())
          .matches("[0-9-]+T[0-9:]+Z [0-9]+\n");
    }
    assertThat(program.run("history", "-H", "app").out())
        .isEqualTo(program.run("history", "--human=true", "app").out());
  }

  @Test
  void rmi_takesDockersNoPrune() {
    assertThat(program.run("rmi", "--no-prune", "app").out()).startsWith("Untagged: app:latest\n");
  }

  @Test
  void import_ofAnAddress_fetchesItAndSaysWhereFrom() throws Exception {
    byte[] tar = program.run("build", "-q", "-o", "-", home.resolve("context") + "").bytes();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/root.tar",
        exchange -> {
          exchange.sendResponseHeaders(200, tar.length);
          exchange.getResponseBody().write(tar);
          exchange.close();
        });
    server.start();
    String root = "http://me:s3cr3t@127.0.0.1:" + server.getAddress().getPort();
    try {
      Program.Ended made =
          program.run("import", "--platform", "linux/s390x", root + "/root.tar", "far");
      assertThat(made.err()).isEmpty();
      assertThat(program.run("inspect", "-f", "{{.Os}}/{{.Architecture}}", "far").out())
          .isEqualTo("linux/s390x\n");
      assertThat(program.run("history", "--format", "{{.Comment}}", "far").out())
          .isEqualTo("Imported from " + root.replace("me:s3cr3t@", "") + "/root.tar\n");

      Program.Ended missing = program.run("import", root + "/missing.tar");
      assertThat(missing.code()).isEqualTo(3);
      assertThat(missing.err()).contains("/missing.tar", "404").doesNotContain("s3cr3t");
    } finally {
      server.stop(0);
    }
  }
}
