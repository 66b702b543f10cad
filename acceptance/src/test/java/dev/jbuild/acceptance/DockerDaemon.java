package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A docker daemon of the test's own, which needs root; its images go with it. */
final class DockerDaemon implements AutoCloseable {
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private final Path home;
  private final Command.Running daemon;

  DockerDaemon() {
    try {
      home = Files.createTempDirectory("jd"); // short, as there is a socket in it
    } catch (IOException e) {
      throw new UncheckedIOException("make a directory for docker", e);
    }
    String script = Checkout.ROOT.resolve("acceptance/src/test/resources/dockerd.sh").toString();
    daemon =
        new Command(
                List.of(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "--mount-proc",
                    "sh",
                    script,
                    home.toString()),
                home,
                Map.of("PATH", PATH))
            .start();
    try {
      while (docker("version").exitCode() != 0) {
        assertThat(daemon.process().isAlive()).as(daemon.outputSoFar()).isTrue();
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while docker starts", e);
    }
  }

  /** For {@code DOCKER_HOST}. */
  String address() {
    return "unix://" + home.resolve("sock");
  }

  Outcome docker(String... arguments) {
    List<String> words = new ArrayList<>(List.of("docker", "--config", home + "/config"));
    words.addAll(List.of(arguments));
    return new Command(words, home, Map.of("PATH", PATH, "DOCKER_HOST", address())).run();
  }

  String imageId(String name) {
    return docker("image", "inspect", "--format={{.Id}}", name).expectSuccess().out().strip();
  }

  /** The digest by which a registry knows an image that was pushed or pulled. */
  String digest(String name) {
    String digests = docker("image", "inspect", "--format={{.RepoDigests}}", name).out();
    return digests.substring(digests.indexOf('@') + 1, digests.indexOf('@') + 72);
  }

  @Override
  public void close() {
    daemon.close();
    Leftovers.awaitNoProcessOf(home);
    Command.of(Path.of("/"), "rm", "-rf", home.toString()).run().expectSuccess();
  }
}
