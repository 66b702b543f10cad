package dev.jbuild.cli.host;

/**
 * Turns the first signal that asks this process to end into an interrupt of the thread that works,
 * so that it can put things away; the second ends the process at once.
 */
public final class Interruption {
  private static final int SIGNALLED = 128;

  private final Thread worker;
  private int signal;

  private Interruption(Thread worker) {
    this.worker = worker;
  }

  /** From now on signals interrupt the calling thread. */
  public static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Signals.handle(Signals.ENDING, interruption::signalled);
    return interruption;
  }

  private synchronized void signalled(int number) {
    if (signal != 0) {
      Runtime.getRuntime().halt(SIGNALLED + number);
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
