package dev.jbuild.executor;

import java.io.IOException;

/**
 * An address of a network, kept free for a container that is about to start. While it is held the
 * network's holder runs; a container that has joined keeps both by itself.
 */
public final class NetworkLease implements AutoCloseable {
  private final Process process;
  private final String address;

  NetworkLease(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  public String address() {
    return address;
  }

  @Override
  public void close() throws ExecutorException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
      throw new ExecutorException("leave network", "give the address back", e);
    }
  }
}
