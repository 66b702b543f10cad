package dev.jbuild.builder.engine;

import static dev.jbuild.builder.remote.GitServer.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.remote.GitServer;
import dev.jbuild.builder.remote.WebServer;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ADD of files and repositories that servers on the loopback interface have. */
class AddRemoteTest {
  /** A gzipped tar of one file, {@code foo}. */
  private static final String ARCHIVE =
      "H4sIAAAAAAAA/0rLz2egNTAwMDAwMzEB0wYGBui0gYEhEhssbm5uYMSgYEBzlzEwMJQWlyQWMRhQbBe654YISM7PK0nN"
          + "Kxky7h0Fo2AUjIJRQB0ACAAA//8m4spwAAgAAA==";

  @TempDir Path work;
  private Path context;
  private Builder builder;
  private volatile byte[] content = "content".getBytes(StandardCharsets.UTF_8);
  private volatile String tag = "\"1\"";

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private WebServer server() throws Exception {
    return new WebServer(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", tag);
          exchange.getResponseHeaders().set("Last-Modified", "Tue, 14 Nov 2023 22:13:20 GMT");
          boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          boolean there = !exchange.getRequestURI().getPath().equals("/none");
          WebServer.answer(exchange, there ? same ? 304 : 200 : 404, content);
        });
  }

  private BuildRequest request(String... lines) throws Exception {
    Files.writeString(
        context.resolve("Dockerfile"), "FROM scratch\n" + String.join("\n", lines) + "\n");
    return BuildRequest.of(context);
  }

  private BuildResult build(String... lines) throws Exception {
    return builder.build(request(lines), BuildListener.SILENT);
  }

  private static List<Boolean> cached(BuildResult result) {
    return result.steps().stream().map(StepReport::cached).toList();
  }

  @Test
  void addOfAnAddress_givesAPrivateFileWithTheTimeOfItsLastChange() throws Exception {
    try (WebServer server = server()) {
      BuiltImage image =
          new BuiltImage(
              builder.store(),
              build(
                  "ADD --chown=3:4 " + server.address() + "/dir/a%20b?x=y /to/",
                  "ADD " + server.address() + " " + server.address() + "/c /more/"));
      assertThat(image.at("to/a b")).isEqualTo("0600 3:4 content");
      assertThat(image.at("more/__unnamed__")).isEqualTo("0600 0:0 content");
      assertThat(image.at("more/c")).isEqualTo("0600 0:0 content");
      assertThat(image.layer(0).get("to/a b"))
          .isInstanceOfSatisfying(
              LayerEntry.RegularFile.class,
              file ->
                  assertThat(file.attributes().mtime())
                      .isEqualTo(Instant.ofEpochSecond(1_700_000_000)));
    }
  }

  @Test
  void addOfAnAddress_dependsOnItsContentAlone() throws Exception {
    try (WebServer server = server()) {
      String add = "ADD " + server.address() + "/a /to/";
      build(add);
      assertThat(cached(build(add))).containsExactly(true);
      tag = "\"2\"";
      assertThat(cached(build(add))).containsExactly(true);
      content = "changed".getBytes(StandardCharsets.UTF_8);
      tag = "\"3\"";
      BuildResult changed = build(add);
      assertThat(cached(changed)).containsExactly(false);
      assertThat(new BuiltImage(builder.store(), changed).at("to/a")).isEqualTo("0600 0:0 changed");
    }
  }

  @Test
  void addOfAnAddress_withNoCache_fetchesItAgain() throws Exception {
    try (WebServer server = server()) {
      String add = "ADD " + server.address() + "/a /to/";
      build(add);
      content = "behind the same tag".getBytes(StandardCharsets.UTF_8);
      CacheOptions noCache = CacheOptions.DEFAULT.withNoCache(true);
      BuildResult again = builder.build(request(add).withCache(noCache), BuildListener.SILENT);
      assertThat(new BuiltImage(builder.store(), again).at("to/a"))
          .isEqualTo("0600 0:0 behind the same tag");
    }
  }

  @Test
  void addOfAnAddress_withAChecksum_needsTheServerOnlyOnce() throws Exception {
    String add;
    try (WebServer server = server()) {
      add = "ADD --checksum=" + Digest.sha256(content) + " " + server.address() + "/a /to/";
      build(add);
      assertThat(server.requests()).hasSize(1);
    }
    assertThat(cached(build(add))).containsExactly(true);
    assertThat(cached(build("COPY Dockerfile /", add))).containsExactly(false, false);
  }

  @Test
  void plan_ofRemoteSources_fetchesNothing() throws Exception {
    try (WebServer server = server()) {
      String unchecked = "ADD " + server.address() + "/a /to/";
      String checked = unchecked.replace("ADD", "ADD --checksum=" + Digest.sha256(content));
      assertThat(builder.plan(request(checked), BuildListener.SILENT).allCached()).isFalse();
      assertThat(builder.plan(request(unchecked), BuildListener.SILENT).allCached()).isFalse();
      assertThat(server.requests()).isEmpty();
      build(checked);
      build(unchecked);
      int requests = server.requests().size();
      assertThat(builder.plan(request(checked), BuildListener.SILENT).allCached()).isTrue();
      assertThat(builder.plan(request(unchecked), BuildListener.SILENT).allCached())
          .as("nobody knows without asking")
          .isFalse();
      assertThat(server.requests()).hasSize(requests);
    }
  }

  @Test
  void addOfAnAddress_thatIsUsedTwice_isFetchedOnce() throws Exception {
    try (WebServer server = server()) {
      build("ADD " + server.address() + "/a /x/", "ADD " + server.address() + "/a /y/");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void addOfAnArchiveAddress_unpacksItOnlyWhenAsked() throws Exception {
    content = Base64.getDecoder().decode(ARCHIVE);
    try (WebServer server = server()) {
      BuiltImage image =
          new BuiltImage(
              builder.store(),
              build(
                  "ADD --unpack=true " + server.address() + "/t.tgz /yes/",
                  "ADD " + server.address() + "/t.tgz /no/"));
      assertThat(image.at("yes/foo")).startsWith("0644 0:0 ");
      assertThat(image.at("no/t.tgz")).startsWith("0600 0:0 ");
      assertThat(image.at("no/foo")).isEqualTo("nothing");
    }
  }

  @Test
  void addOfAnAddress_thatIsNotThere_failsWithLineAndStatus() throws Exception {
    try (WebServer server = server()) {
      assertThatThrownBy(() -> build("ADD " + server.address() + "/none /to/"))
          .isInstanceOfSatisfying(
              BuildException.class, e -> assertThat(e.origin()).hasToString("Dockerfile:2"))
          .hasMessage(server.address() + "/none: invalid response status 404");
    }
    for (String wrong : List.of("ADD --checksum=sha256:1 http://h/a /", "ADD http:///a /")) {
      assertThatThrownBy(() -> build(wrong))
          .isInstanceOfSatisfying(
              BuildException.class, e -> assertThat(e.kind()).isEqualTo(BuildException.Kind.USER));
    }
  }

  @Test
  void addOfARepository_dependsOnWhatTheCommitHolds() throws Exception {
    Path served = Files.createDirectories(work.resolve("served"));
    try (GitServer server = new GitServer(served)) {
      Path repository = server.create("repo");
      Files.createDirectories(repository.resolve("dir"));
      Files.writeString(repository.resolve("dir/a"), "a1");
      Files.writeString(repository.resolve("b"), "b1");
      commit(repository, "one");
      String add = "ADD --chown=5:6 " + server.address("repo") + "#main:dir /to";
      BuildResult first = build(add, "ADD " + server.address("repo") + " /all/");
      BuiltImage image = new BuiltImage(builder.store(), first);
      assertThat(image.at("to/a")).isEqualTo("0644 5:6 a1");
      assertThat(image.at("to/b")).isEqualTo("nothing");
      assertThat(image.at("all/b")).isEqualTo("0644 0:0 b1");
      assertThat(image.at("all/.git")).isEqualTo("nothing");
      Files.writeString(repository.resolve("b"), "b2");
      commit(repository, "two");
      assertThat(cached(build(add, "ADD " + server.address("repo") + " /all/")))
          .containsExactly(true, false);
    }
  }

  @Test
  void addOfARepository_byItsCommit_needsTheServerOnlyOnce() throws Exception {
    String add;
    try (GitServer server = new GitServer(Files.createDirectories(work.resolve("served")))) {
      Path repository = server.create("repo");
      Files.writeString(repository.resolve("a"), "a");
      String id = commit(repository, "one");
      add = "ADD --keep-git-dir " + server.address("repo") + "?ref=" + id + " /to";
      assertThat(new BuiltImage(builder.store(), build(add)).at("to/.git/HEAD"))
          .isEqualTo("0644 0:0 " + id + "\n");
      String checked = "ADD --checksum=" + id + " " + server.address("repo") + " /to";
      assertThat(cached(build(checked))).containsExactly(false);
      assertThatThrownBy(() -> build(checked.replace(id, "0000" + id.substring(4))))
          .hasMessageContaining("expected checksum to match 0000");
    }
    assertThat(cached(build(add))).containsExactly(true);
    assertThat(builder.plan(request(add), BuildListener.SILENT).allCached()).isTrue();
    Files.writeString(context.resolve("file"), "below");
    assertThat(cached(build("COPY file /", add))).containsExactly(false, false);
  }

  @Test
  void addOfAnything_neverStartsTheNativeHelper() throws Exception {
    try (WebServer server = server();
        GitServer git = new GitServer(Files.createDirectories(work.resolve("served")))) {
      commit(git.create("repo"), "empty");
      build("ADD " + server.address() + "/a /to/", "ADD " + git.address("repo") + " /to/");
    }
    assertThat(work.resolve("no-native-helper")).doesNotExist();
  }

  @Test
  void copyOfAnAddress_isRefused() {
    assertThatThrownBy(() -> build("COPY https://h/a /"))
        .hasMessageContaining("source can't be a URL for COPY");
    assertThatThrownBy(() -> build("COPY https://h/a.git /"))
        .hasMessageContaining("source can't be a git ref for COPY");
  }
}
