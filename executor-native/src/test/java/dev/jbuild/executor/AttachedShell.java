package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.List;

/** Main program of a JVM that gives its terminal to a container; ends with its exit code. */
final class AttachedShell {
  private AttachedShell() {}

  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] args) throws Exception {
    ExecResult result;
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.AUTO)) {
      ProcessSpec shell =
          ProcessSpec.of(
              "/bin/sh", "-c", "tty; stty size; echo ready; read line; echo \"got $line\"; exit 5");
      PublishedPort port = new PublishedPort("127.0.0.1", 0, 0, 80, PublishedPort.Protocol.TCP);
      result =
          sandbox.agent.attach(
              ContainerSpec.of(List.of(sandbox.base), null, shell.withTty(true))
                  .withPorts(List.of(port)));
    }
    System.exit(result.exitCode());
  }
}
