package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
