package dev.jbuild.cli.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Runs the commands of one user, several at once, until none has come for a while. */
public final class Server {
  private static final int MOST_COMMANDS = 16;
  private static final Duration REST = Duration.ofSeconds(5);

  private final Path socket;
  private final String build;
  private final Duration idle;
  private final Program program;
  private final long started = System.nanoTime();
  private long lastUse = System.nanoTime();
  private int running;
  private long served;
  private boolean retired;
  private @Nullable ServerSocketChannel listening;

  /**
   * A server that does not listen yet.
   *
   * @param socket in a directory that is its user's alone
   * @param build what it was built as: clients of another build are refused
   * @param idle how long it waits for a command before it ends
   */
  public Server(Path socket, String build, Duration idle, Program program) {
    this.socket = socket;
    this.build = build;
    this.idle = idle;
    this.program = program;
  }

  /** Serves until the server is retired and its last command is over. */
  public void run() throws IOException {
    Files.deleteIfExists(socket); // of one that was killed: its lock was free
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      listening = channel;
      if (!Servers.isLocked(socket)) {
        retire(); // jbuild server stop came before the socket
      }
      Thread.ofPlatform().daemon().name("idle").start(this::watch);
      Thread.ofPlatform().daemon().name("older servers").start(() -> Servers.stopOthers(socket));
      UserPrincipal owner = Files.getOwner(socket);
      while (true) {
        accept(channel.accept(), owner);
      }
    } catch (ClosedChannelException e) {
      awaitEnd();
    }
  }

  private void accept(SocketChannel client, UserPrincipal owner) throws IOException {
    try {
      if (client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(owner)) {
        Session session = new Session(this, client);
        Thread.ofPlatform().daemon().name("session").start(session::run);
        return;
      }
    } catch (IOException e) {
      client.close(); // gone already
      return;
    }
    client.close();
  }

  Program program() {
    return program;
  }

  /** Why the command cannot be run here, null when it begins now: {@link #end} must follow. */
  @Nullable String begin(Request request) {
    if (!request.build().equals(build)) {
      return "the server is of another build";
    }
    String refusal = program.refusal(request.words(), request.environment());
    if (refusal != null) {
      return refusal;
    }
    synchronized (this) {
      if (retired || running == MOST_COMMANDS) {
        return retired ? "the server ends" : "the server has enough to do";
      }
      running++;
      served++;
      return null;
    }
  }

  synchronized void end() {
    running--;
    lastUse = System.nanoTime();
    notifyAll();
  }

  /** Takes no more commands. */
  synchronized void retire() {
    if (retired) {
      return;
    }
    retired = true;
    try {
      Files.deleteIfExists(socket);
      if (listening != null) {
        listening.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("close the socket", e);
    } finally {
      notifyAll();
    }
  }

  synchronized void awaitEnd() {
    boolean interrupted = false;
    while (!retired || running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives memory back when nothing is done, and ends when nothing is done for long. */
  private synchronized void watch() {
    boolean tidy = false;
    try {
      while (!retired) {
        Duration rest = Duration.ofNanos(System.nanoTime() - lastUse);
        if (running > 0 || rest.compareTo(REST) < 0) {
          tidy = false;
        } else if (!tidy) {
          tidy = true;
          System.gc();
        }
        if (running == 0 && rest.compareTo(idle) >= 0) {
          retire();
        }
        wait(Math.min(1000, Math.max(1, idle.minus(rest).toMillis())));
      }
    } catch (InterruptedException e) {
      retire(); // nobody interrupts it
    }
  }

  synchronized String status() {
    Runtime memory = Runtime.getRuntime();
    long rest = running > 0 ? 0 : Duration.ofNanos(System.nanoTime() - lastUse).toSeconds();
    return String.format(
        Locale.ROOT,
        "pid %d, up %d s, %d commands, %d running, idle %d of %d s, heap %d of %d MB",
        ProcessHandle.current().pid(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds(),
        served,
        running,
        rest,
        idle.toSeconds(),
        (memory.totalMemory() - memory.freeMemory()) >> 20,
        memory.maxMemory() >> 20);
  }
}
