package dev.jbuild.cli.host;

/**
 * Turns the first signal that asks a command to end into an interrupt of the thread that works, so
 * that it can put things away; the second ends it at once.
 */
public final class Interruption {
  private static final int SIGNALLED = 128;

  private final Thread worker;
  private final Caller caller;
  private int signal;

  private Interruption(Thread worker, Caller caller) {
    this.worker = worker;
    this.caller = caller;
  }

  /** From now on the caller's signals interrupt the calling thread. */
  public static Interruption ofThisThread(Host host) {
    Interruption interruption = new Interruption(Thread.currentThread(), host.caller());
    host.caller().onSignals(Signals.ENDING, interruption::signalled);
    return interruption;
  }

  private synchronized void signalled(int number) {
    if (signal != 0) {
      caller.end(SIGNALLED + number);
    }
    signal = number;
    worker.interrupt();
  }

  /** Whether a signal came. */
  public synchronized boolean happened() {
    return signal != 0;
  }

  /** The exit code of a process that the signal ended: 130 after Ctrl-C. */
  public synchronized int exitCode() {
    return SIGNALLED + signal;
  }
}
