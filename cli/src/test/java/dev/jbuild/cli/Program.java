package dev.jbuild.cli;

import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.host.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the program inside the test, with its own home directory, store and streams. */
final class Program {
  private final Map<String, String> environment = new HashMap<>();

  record Ended(int code, ByteArrayOutputStream written, String err) {
    byte[] bytes() {
      return written.toByteArray();
    }

    String out() {
      return written.toString(StandardCharsets.UTF_8);
    }
  }

  Program(Path home) {
    environment.put("HOME", home.toString());
    environment.put("CONTAINERS_REGISTRIES_CONF", "/dev/null");
    environment.put("JBUILD_ROOT", home.resolve("store").toString());
  }

  /** Imports an image with busybox and nothing else. */
  void importBusybox(Path directory, String name) throws IOException, InterruptedException {
    Path tar = directory.resolve("busybox.tar");
    Process script =
        new ProcessBuilder("../scripts/busybox-base.sh", tar.toString()).inheritIO().start();
    int made = script.waitFor();
    Ended ended = run("import", tar.toString(), name);
    if (made != 0 || ended.code() != 0) {
      throw new IOException("no image of busybox: " + ended.err());
    }
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  Ended run(String... words) {
    return runWithInput(new byte[0], words);
  }

  Ended runWithInput(byte[] input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Host host =
        new Host(
            Map.copyOf(environment),
            Terminal.NONE,
            new ByteArrayInputStream(input),
            new Output(out),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int code = new Application(host).run(List.of(words));
    return new Ended(code, out, err.toString(StandardCharsets.UTF_8));
  }
}
