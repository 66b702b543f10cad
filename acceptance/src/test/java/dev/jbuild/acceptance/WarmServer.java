package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The warm server of a bench, in a runtime directory of the bench's own. */
final class WarmServer {
  private final Bench bench;
  private final Path runtime;

  WarmServer(Bench bench) throws IOException {
    this.bench = bench;
    this.runtime =
        Files.createDirectory(
            bench.home().resolve("run"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Where the directory of the sockets is. */
  Path runtime() {
    return runtime;
  }

  /** A command that asks for the server. */
  Command warm(String... words) {
    return bench
        .jbuildCommand(words)
        .with(
            Map.of(
                "JBUILD_SERVER", "1",
                "XDG_RUNTIME_DIR", runtime.toString(),
                "JAVA_HOME", System.getProperty("java.home")));
  }

  static void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plusSeconds(60);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      Leftovers.pause();
    }
  }

  String status() {
    return warm("server", "status").run().out();
  }

  /** The first command starts the server; it is there a little later. Returns its process. */
  long start(Map<String, String> settings) {
    warm("version").with(settings).run().expectSuccess();
    await("a server", () -> status().startsWith("pid "));
    return Long.parseLong(status().replaceAll("pid (\\d+),(?s:.*)", "$1"));
  }

  void stop() {
    warm("server", "stop").run().expectSuccess();
  }
}
