package dev.jbuild.builder.remote;

import dev.jbuild.builder.ssh.ForwardedAgent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** Connections to one repository with the ssh program, one after the other. */
final class SshSession extends SshSessionFactory implements RemoteSession {
  private final GitSsh ssh;
  private final URIish address;
  private @Nullable ForwardedAgent agent;
  private @Nullable SshProcess process;
  private boolean cancelled;

  SshSession(GitSsh ssh, URIish address) {
    this.ssh = ssh;
    this.address = address;
  }

  /**
   * Does what needs the connection on a thread of its own, because reading what a program writes
   * does not hear an interrupt.
   */
  <T> T run(Callable<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().name("jbuild-git over ssh").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("cancelled").initCause(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IOException(e.getCause());
      }
    }
  }

  private synchronized void cancel() {
    cancelled = true;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Override
  public RemoteSession getSession(
      URIish uri, @Nullable CredentialsProvider provider, FS fs, int timeout) {
    return this;
  }

  @Override
  public String getType() {
    return "ssh program";
  }

  @Override
  public synchronized Process exec(String command, int timeout) throws IOException {
    if (cancelled) {
      throw new InterruptedIOException("cancelled");
    }
    agent = ssh.agent();
    String user = address.getUser() == null ? "" : address.getUser() + "@";
    SshProcess started =
        new SshProcess(ssh.start(user + address.getHost(), address.getPort(), command, agent));
    process = started;
    return started;
  }

  /** What ssh wrote that tells why it failed, empty when it wrote nothing. */
  String complaint() {
    return process == null ? "" : process.complaint();
  }

  @Override
  public void disconnect() {
    if (process != null) {
      process.destroy();
    }
    ForwardedAgent ended = agent;
    agent = null;
    if (ended != null) {
      try {
        ended.close();
      } catch (IOException e) {
        throw new UncheckedIOException("end the ssh agent of a connection", e);
      }
    }
  }
}
