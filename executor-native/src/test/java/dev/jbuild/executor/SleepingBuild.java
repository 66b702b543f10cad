package dev.jbuild.executor;

import java.nio.file.Path;

/** Main program of a JVM that is killed while its container sleeps. */
final class SleepingBuild {
  private SleepingBuild() {}

  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.AUTO)) {
      sandbox.sh("(setsid sleep " + args[1] + " &) ; sleep " + args[1]);
    }
  }
}
