package dev.jbuild.runner;

import dev.jbuild.cache.Store;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.ExecHandle;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.executor.ExecResult;
import dev.jbuild.executor.ExecutorException;
import dev.jbuild.runner.network.NetworkPlace;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.PlaceRequest;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs containers of images whose layers are in the store. What a container writes is gone when it
 * ends; when this is closed or the process dies, its containers end.
 */
public final class ContainerRun implements AutoCloseable {
  private static final int ID_DIGITS = 12;
  private static final String OUT_OF_MEMORY =
      "the container ran out of the memory that it is limited to, and a process was killed";

  private final Store store;
  private final Agent agent;
  private final Networks networks;
  private final Consumer<String> log;

  private ContainerRun(Store store, Agent agent, Networks networks, Consumer<String> log) {
    this.networks = networks;
    this.store = store;
    this.agent = agent;
    this.log = log;
  }

  /**
   * Starts the native side for containers of images in {@code store}.
   *
   * @param options their state directory must be the store's root
   * @throws RunException when the isolation cannot be had
   */
  public static ContainerRun open(Store store, AgentOptions options) throws RunException {
    try {
      Networks networks = new Networks(store.root(), options);
      return new ContainerRun(store, Agent.start(options), networks, options.log());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Runs a container to its end. When the thread is interrupted, the container is killed and gone
   * before this returns.
   */
  public RunResult run(RunRequest request, ContainerStreams streams)
      throws RunException, InterruptedException {
    ExecIo io = new ExecIo(streams.in(), streams.out(), streams.err());
    EarlySignals signals = new EarlySignals(this::send);
    streams.signals().sendTo(signals);
    try (NetworkPlace place = place(request);
        ExecHandle handle = agent.start(spec(request, place), io)) {
      signals.started(handle);
      handle.published().forEach(line -> streams.notes().accept("published " + line));
      return ended(handle.await());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** As {@link #run}, on the terminal that is the standard input and output of this process. */
  public RunResult attach(RunRequest request) throws RunException, InterruptedException {
    try (NetworkPlace place = place(request)) {
      return ended(agent.attach(spec(request.withTty(true), place)));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Null for a network that nobody else is in. */
  private @Nullable NetworkPlace place(RunRequest request) throws IOException {
    PlaceRequest wanted = request.network().place();
    return wanted == null ? null : networks.place(wanted);
  }

  private ContainerSpec spec(RunRequest request, @Nullable NetworkPlace place)
      throws RunException, IOException {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), ID_DIGITS);
    return new ContainerSpecs(store, log).spec(request, id, List.of(), null, place, agent);
  }

  private void send(ExecHandle handle, int signal) {
    try {
      handle.signal(signal);
    } catch (ExecutorException e) {
      log.accept("signal " + signal + " did not reach the container: " + e.getMessage());
    }
  }

  private static RunResult ended(ExecResult result) {
    return new RunResult(
        result.exitCode(), result.outOfMemory() ? OUT_OF_MEMORY : result.message());
  }

  private static RunException failed(IOException cause) {
    return new RunException(
        cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }

  @Override
  public void close() throws RunException {
    try {
      agent.close();
    } catch (ExecutorException e) {
      throw failed(e);
    }
  }
}
