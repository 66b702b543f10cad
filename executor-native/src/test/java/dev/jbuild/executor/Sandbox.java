package dev.jbuild.executor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A state directory with a busybox root file system as its one layer, and an agent on it. */
final class Sandbox implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of(
          "sh",
          "cat",
          "echo",
          "id",
          "ls",
          "stat",
          "pwd",
          "env",
          "sleep",
          "kill",
          "true",
          "touch",
          "rm",
          "mkdir",
          "ln",
          "chmod",
          "chown",
          "hostname",
          "head",
          "grep",
          "ps",
          "mknod",
          "mv",
          "readlink",
          "wc",
          "test",
          "seq",
          "tty",
          "stty",
          "mount",
          "umount",
          "dd",
          "ifconfig");

  final Path state;
  final Path base;
  final Queue<String> log = new ConcurrentLinkedQueue<>();
  final Agent agent;

  Sandbox(Path directory, Isolation isolation) throws IOException {
    this(directory, isolation, override());
  }

  Sandbox(Path directory, Isolation isolation, OciRuntime runtime) throws IOException {
    this(directory, isolation, override(), runtime);
  }

  Sandbox(Path directory, Isolation isolation, @Nullable Path executable) throws IOException {
    this(directory, isolation, executable, null);
  }

  private Sandbox(
      Path directory, Isolation isolation, @Nullable Path executable, @Nullable OciRuntime runtime)
      throws IOException {
    state = Files.createDirectories(directory.resolve("state"));
    base = makeBase(state.resolve("base"));
    agent =
        Agent.start(
            new AgentOptions(
                state, directory.resolve("native"), isolation, log::add, executable, runtime));
  }

  /** The program to test in place of the packaged one. */
  static @Nullable Path override() {
    String override = System.getProperty("jbuild.exec");
    return override == null ? null : Path.of(override);
  }

  /** The program under test with options that it otherwise chooses by itself. */
  static Path program(Path directory, String options) throws IOException {
    Path override = override();
    Path program = override == null ? NativeProgram.unpack(directory.resolve("native")) : override;
    Path script = directory.resolve("program");
    Files.writeString(script, "#!/bin/sh\nexec " + program + " \"$@\" " + options + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  static Path makeBase(Path root) throws IOException {
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(root.resolve("tmp"));
    Files.copy(BUSYBOX, root.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String applet : APPLETS) {
      Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
    }
    Files.writeString(
        root.resolve("etc/passwd"),
        """
        root:x:0:0:root:/root:/bin/sh
        web:x:33:33:web:/var/www:/bin/sh
        app:x:1000:1000::/home/app:/bin/sh
        """);
    Files.writeString(
        root.resolve("etc/group"), "root:x:0:\nweb:x:33:\nlogs:x:50:web,app\napp:x:1000:\n");
    return root;
  }

  Output sh(String script) throws IOException, InterruptedException {
    return sh(script, UnaryOperator.identity());
  }

  Output sh(String script, UnaryOperator<ContainerSpec> change)
      throws IOException, InterruptedException {
    return run(
        change.apply(
            ContainerSpec.of(List.of(base), null, ProcessSpec.of("/bin/sh", "-c", script))));
  }

  Output run(ContainerSpec spec) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExecResult result = agent.exec(spec, ExecIo.of(out, err));
    return new Output(
        result, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    agent.close();
  }

  /** What a command left. */
  record Output(ExecResult result, String out, String err) {
    int code() {
      return result.exitCode();
    }

    /** All that matters in one value, so that a failed assertion shows it. */
    String text() {
      return out
          + (err.isEmpty() ? "" : "[stderr] " + err)
          + (code() == 0 ? "" : "[" + code() + "]");
    }
  }
}
