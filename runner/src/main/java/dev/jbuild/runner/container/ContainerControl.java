package dev.jbuild.runner.container;

import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ContainerRequest;
import dev.jbuild.executor.ExecHandle;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.executor.ExecResult;
import dev.jbuild.executor.ExecutorException;
import dev.jbuild.executor.ProcessSpec;
import dev.jbuild.executor.RunningContainer;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.EarlySignals;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Signals, waits for and removes listed containers, and runs further commands in them. */
public final class ContainerControl {
  private static final int SIGKILL = 9;

  /** INT, QUIT, KILL and TERM. */
  private static final Set<Integer> ENDS = Set.of(2, 3, SIGKILL, 15);

  private static final int DEFAULT_STOP_SECONDS = 10;

  private final ContainerList list;
  private final Consumer<String> log;

  /**
   * @param log receives single lines
   */
  public ContainerControl(ContainerList list, Consumer<String> log) {
    this.list = list;
    this.log = log;
  }

  private RunningContainer running(Listed container) throws RunException {
    Path socket = container.state().socket();
    if (!container.state().isRunning() || socket == null) {
      throw new RunException("container " + container.id() + " is not running");
    }
    return new RunningContainer(socket, log);
  }

  /**
   * Sends a signal by its number to the first process of a running container. One that is to end by
   * it does not start again.
   */
  public void kill(Listed container, int signal) throws RunException {
    kill(
        container,
        signal,
        ENDS.contains(signal) || signal == SignalName.number(container.definition().stopSignal()));
  }

  private void kill(Listed container, int signal, boolean last) throws RunException {
    RunningContainer running = running(container);
    try {
      running.kill(signal, last);
    } catch (ExecutorException e) {
      throw new RunException(
          "Cannot kill container: " + container.shortId() + ": " + message(e), e);
    }
  }

  private static String message(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  /**
   * Asks a container to end, kills it when it does not, and returns when nothing of it runs. One
   * that does not run is left alone.
   *
   * @param seconds to wait before the kill; -1 for ever, null for the container's own
   */
  public void stop(Listed container, @Nullable String signal, @Nullable Integer seconds)
      throws RunException, IOException, InterruptedException {
    Integer own = seconds == null ? container.definition().stopTimeout() : seconds;
    int patience = own == null ? DEFAULT_STOP_SECONDS : own;
    String word = signal == null ? container.definition().stopSignal() : signal;
    try (ContainerLock lock = ContainerLock.open(container.directory())) {
      if (!container.state().isRunning()) {
        return;
      }
      boolean asked = signalled(container, SignalName.number(word));
      Future<Boolean> end = end(lock);
      if (!awaitEnd(end, !asked || patience < 0 ? null : Duration.ofSeconds(patience))) {
        signalled(container, SIGKILL);
        awaitEnd(end, null);
      }
    } catch (NoSuchFileException e) {
      log.accept("container " + container.shortId() + " is gone already");
    }
  }

  /** False when it has just ended. */
  private boolean signalled(Listed container, int signal) throws RunException, IOException {
    try {
      kill(container, signal, true);
      return true;
    } catch (RunException e) {
      if (list.look(container).filter(each -> each.state().isRunning()).isPresent()) {
        throw e;
      }
      return false;
    }
  }

  /** Waits in a thread of its own, because a blocked one cannot be given a limit. */
  private static Future<Boolean> end(ContainerLock lock) {
    FutureTask<Boolean> waiting =
        new FutureTask<>(
            () -> {
              lock.await();
              return true;
            });
    Thread.ofPlatform().daemon().name("container end").start(waiting);
    return waiting;
  }

  private static boolean awaitEnd(Future<Boolean> waiting, @Nullable Duration limit)
      throws IOException, InterruptedException {
    try {
      return limit == null ? waiting.get() : waiting.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  /**
   * Waits for the end of a container.
   *
   * @return its exit code
   */
  public int await(Listed container) throws IOException, InterruptedException {
    try (ContainerLock lock = ContainerLock.open(container.directory())) {
      awaitEnd(end(lock), null);
      OptionalInt code = lock.exitCode();
      return code.isPresent() ? code.getAsInt() : exitCode(container);
    }
  }

  private int exitCode(Listed container) throws IOException {
    return list.look(container).orElse(container).state().exitCode();
  }

  /**
   * Removes a container that does not run.
   *
   * @param force kills it first
   * @param volumes whether its anonymous volumes go, too
   * @param disk removes what only the helper may
   */
  public void remove(Listed container, boolean force, boolean volumes, LayerDisk disk)
      throws RunException, IOException, InterruptedException {
    if (container.state().isRunning() && !force) {
      throw new RunException(
          "cannot remove container \""
              + container.definition().name()
              + "\": container is running: stop the container before removing or force remove");
    }
    if (container.state().isRunning()) {
      stop(container, "KILL", 0);
    }
    if (Files.exists(container.directory())) {
      disk.remove(container.directory());
    }
    for (Definition.Mounted mount : container.definition().mounts()) {
      if (volumes && mount.anonymous()) {
        disk.remove(Path.of(mount.source()).resolve("..").normalize());
      }
    }
  }

  /** Runs a further command in a running container to its end, which is killed with this thread. */
  public RunResult exec(Listed container, ExecRequest request, ContainerStreams streams)
      throws RunException, IOException, InterruptedException {
    ExecIo io = new ExecIo(streams.in(), streams.out(), streams.err());
    EarlySignals signals = new EarlySignals(this::send);
    streams.signals().sendTo(signals);
    try (ExecHandle handle =
        running(container)
            .exec(first(container), process(container, request), request.privileged(), io)) {
      signals.started(handle);
      return result(handle.await());
    }
  }

  private void send(ExecHandle handle, int signal) {
    try {
      handle.signal(signal);
    } catch (ExecutorException e) {
      log.accept("signal " + signal + " did not reach the command: " + message(e));
    }
  }

  /** The same on the terminal that is the standard input and output of this process. */
  public RunResult execOnTerminal(Listed container, ExecRequest request, AgentOptions options)
      throws RunException, IOException, InterruptedException {
    return result(
        running(container)
            .attach(first(container), process(container, request), request.privileged(), options));
  }

  /** The same without anybody who sees its output or waits for its end. */
  public void execDetached(Listed container, ExecRequest request) throws RunException, IOException {
    running(container)
        .execDetached(first(container), process(container, request), request.privileged());
  }

  private static ProcessSpec process(Listed container, ExecRequest request) {
    return request.process(container.definition());
  }

  private static RunResult result(ExecResult result) {
    return new RunResult(result.exitCode(), result.message());
  }

  private static ContainerRequest first(Listed container) throws IOException {
    return container.request();
  }
}
