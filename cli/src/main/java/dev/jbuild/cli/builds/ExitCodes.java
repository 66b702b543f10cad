package dev.jbuild.cli.builds;

import java.util.Map;

/** What the exit codes of processes mean that mean something (POSIX shell, section 2.8.2). */
final class ExitCodes {
  private static final int SIGNALLED = 128;

  /** The signals of Linux that end programs for reasons of their own. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP: its terminal was closed",
          2, "SIGINT: somebody interrupted it",
          4, "SIGILL: it has an instruction that this processor does not know",
          6, "SIGABRT: it gave up by itself, as after a failed assertion",
          7, "SIGBUS: it read memory that is not there",
          9, "SIGKILL: the kernel ended it because memory ran out, or somebody killed it",
          11, "SIGSEGV: it touched memory that is not its own",
          13, "SIGPIPE: nobody read what it wrote",
          15, "SIGTERM: somebody asked it to end",
          31, "SIGSYS: it made a system call that the seccomp filter forbids");

  private ExitCodes() {}

  /** Empty for a code that only the program can explain. */
  static String meaning(int code) {
    if (code == 126) {
      return "found, but it cannot be executed";
    } else if (code == 127) {
      return "not found";
    } else if (code <= SIGNALLED || code > SIGNALLED + 64) {
      return "";
    }
    int signal = code - SIGNALLED;
    return "ended by signal "
        + signal
        + (SIGNALS.containsKey(signal) ? ", " + SIGNALS.get(signal) : "");
  }
}
