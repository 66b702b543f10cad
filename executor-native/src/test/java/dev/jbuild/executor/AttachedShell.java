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
      result =
          sandbox.agent.attach(ContainerSpec.of(List.of(sandbox.base), null, shell.withTty(true)));
    }
    System.exit(result.exitCode());
  }
}
