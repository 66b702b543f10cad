package dev.jbuild.executor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Main program of a JVM that gives its terminal to a container; ends with its exit code. Arguments:
 * a directory; a runtime, or none.
 */
final class AttachedShell {
  private AttachedShell() {}

  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] args) throws Exception {
    ExecResult result;
    try (Sandbox sandbox = sandbox(args)) {
      ProcessSpec shell =
          ProcessSpec.of(
              "/bin/sh",
              "-c",
              "tty; " + size(args) + "; echo ready; read line; echo \"got $line\"; exit 5");
      PublishedPort port = new PublishedPort("127.0.0.1", 0, 0, 80, PublishedPort.Protocol.TCP);
      result =
          sandbox.agent.attach(
              ContainerSpec.of(List.of(sandbox.base), null, shell.withTty(true))
                  .withPorts(List.of(port)));
    }
    System.exit(result.exitCode());
  }

  /** runc tells the size when the command runs already, crun 1.8 never. */
  private static String size(String[] args) {
    if (args.length == 1) {
      return "stty size";
    }
    return args[1].equals("runc") ? "until stty size 2>/dev/null; do sleep 0.05; done" : "true";
  }

  private static Sandbox sandbox(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    return args.length == 1
        ? new Sandbox(directory, Isolation.AUTO)
        : new Sandbox(directory, Isolation.AUTO, OciRuntime.find(args[1], null));
  }
}
