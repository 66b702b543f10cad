package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Images go to docker and back by every way there is, and stay the same. */
@EnabledIf("dev.jbuild.acceptance.DockerTest#isRoot")
@SuppressWarnings("NullAway.Init") // daemon and registry are started before the first test
class DockerTest {
  private static DockerDaemon daemon;
  private static BaseRegistry registry;

  private Bench bench;
  private String name;

  /** Nobody else can start a docker daemon. */
  static boolean isRoot() {
    return User.ROOT;
  }

  @BeforeAll
  static void start() throws IOException {
    registry = new BaseRegistry();
    daemon = new DockerDaemon();
  }

  @AfterAll
  static void stop() {
    daemon.close();
    registry.close();
  }

  @BeforeEach
  void open() {
    bench = new Bench(User.SELF);
    name = registry.host() + "/" + bench.home().getFileName() + "/app:1";
    bench.write(
        "Dockerfile",
        "FROM "
            + registry.baseName()
            + "\nLABEL a=b\nCOPY --chown=7:8 Dockerfile /deep/file\n"
            + "RUN ln /deep/file /link && mkdir -m 1777 /open && rm /bin/sh\n");
  }

  @AfterEach
  void close() {
    bench.assertNothingIsLeft();
    bench.close();
  }

  private String build(String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "build";
    words[1] = "-t";
    words[2] = name;
    words[words.length - 1] = ".";
    System.arraycopy(more, 0, words, 3, more.length);
    bench.jbuild(words).expectSuccess();
    return bench.jbuild("images", "-q", "--no-trunc", name).expectSuccess().out().strip();
  }

  private Path file(String file) {
    return bench.home().resolve(file);
  }

  @Test
  void savedImage_isLoadedByDocker_andDockersByJbuild() {
    String id = build();
    bench.jbuild("save", "-o", file("ours.tar").toString(), name).expectSuccess();
    daemon.docker("load", "-i", file("ours.tar").toString()).expectSuccess();
    assertThat(daemon.imageId(name)).isEqualTo(id);

    daemon.docker("save", "-o", file("theirs.tar").toString(), name).expectSuccess();
    try (Bench other = new Bench(User.SELF)) {
      other.jbuild("load", "-i", file("theirs.tar").toString()).expectSuccess();
      assertThat(other.jbuild("images", "-q", "--no-trunc").out().strip()).isEqualTo(id);
    }
  }

  @Test
  void archivesOfEveryForm_areLoadedByDocker() {
    String id = build();
    for (String form : new String[] {"gzip", "uncompressed"}) {
      String archive = file(form + ".tar").toString();
      build("-o", "type=docker,dest=" + archive + ",compression=" + form);
      daemon.docker("load", "-i", archive).expectSuccess();
      assertThat(daemon.imageId(name)).isEqualTo(id);
      daemon.docker("rmi", name).expectSuccess();
    }
  }

  @Test
  void builtImage_isLoadedIntoTheDaemonOfTheEnvironment() {
    String id = build();
    bench
        .jbuildCommand("build", "-t", name, "--load", ".")
        .with(Map.of("DOCKER_HOST", daemon.address()))
        .run()
        .expectSuccess();
    assertThat(daemon.imageId(name)).isEqualTo(id);
  }

  @Test
  void pushedImage_isPulledByDocker_underTheSameDigest() {
    String id = build();
    String pushed = bench.jbuild("push", name).expectSuccess().all();
    daemon.docker("pull", name).expectSuccess();
    assertThat(daemon.imageId(name)).isEqualTo(id);
    assertThat(pushed).contains(daemon.digest(name));
  }

  @Test
  void dockersImage_isPulledByJbuild_andPushedUnderTheSameDigest() {
    String id = build();
    bench.jbuild("save", "-o", file("app.tar").toString(), name).expectSuccess();
    daemon.docker("load", "-i", file("app.tar").toString()).expectSuccess();
    daemon.docker("push", name).expectSuccess();
    String digest = daemon.digest(name);
    try (Bench other = new Bench(User.SELF)) {
      other.jbuild("pull", name + "@" + digest).expectSuccess();
      assertThat(other.jbuild("images", "-q", "--no-trunc").out().strip()).isEqualTo(id);
      String copy = name.replace("/app:1", "/copy:1");
      other.jbuild("tag", name + "@" + digest, copy).expectSuccess();
      assertThat(other.jbuild("push", copy).expectSuccess().all()).contains(digest);
      other.assertNothingIsLeft();
    }
  }
}
