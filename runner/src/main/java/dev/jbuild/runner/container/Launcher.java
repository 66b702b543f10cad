package dev.jbuild.runner.container;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ContainerRequest;
import dev.jbuild.executor.ExecHandle;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.executor.ExecResult;
import dev.jbuild.executor.ExecutorException;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.EarlySignals;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.RunResult;
import dev.jbuild.runner.network.NetworkPlace;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.PlaceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Starts listed containers: those that outlive this process, and those that end with it. A kill of
 * it at any point leaves a container that runs and is listed, or none that runs.
 */
public final class Launcher {
  private static final String OUT_OF_MEMORY =
      "the container ran out of the memory that it is limited to, and a process was killed";

  private final Store store;
  private final AgentOptions options;
  private final ContainerList list;

  /**
   * @param options their state directory must be the store's root
   */
  public Launcher(Store store, AgentOptions options) {
    this.store = store;
    this.options = options;
    this.list = new ContainerList(store);
  }

  /** Starts a container that is there, and tells how that went. */
  @FunctionalInterface
  private interface Start<T> {
    T with(Agent agent, NewContainer.Made made) throws IOException, InterruptedException;
  }

  /**
   * Makes and starts a container that goes on by itself.
   *
   * @return its ID
   * @throws RunException when it did not start; then nothing of it is left
   */
  public String launch(RunRequest request, ListedOptions listed)
      throws RunException, IOException, InterruptedException {
    return start(
            request,
            listed,
            (agent, made) -> {
              agent.launch(made.request());
              return "";
            })
        .id();
  }

  /**
   * Makes a container that does not run yet.
   *
   * @return its ID
   */
  public String create(RunRequest request, ListedOptions listed)
      throws RunException, IOException, InterruptedException {
    return start(
            request,
            listed,
            (agent, made) -> {
              ContainerState.writeCreated(made.place(), agent.info().isolation());
              return "";
            })
        .id();
  }

  /**
   * Runs a container to its end. When the thread is interrupted, the container is killed and gone
   * before this returns.
   */
  public RunResult run(RunRequest request, ListedOptions listed, ContainerStreams streams)
      throws RunException, IOException, InterruptedException {
    return start(request, listed, (agent, made) -> run(agent, made.request(), streams)).result();
  }

  private RunResult run(Agent agent, ContainerRequest asked, ContainerStreams streams)
      throws IOException, InterruptedException {
    ExecIo io = new ExecIo(streams.in(), streams.out(), streams.err());
    EarlySignals signals = new EarlySignals(this::send);
    streams.signals().sendTo(signals);
    try (ExecHandle handle = agent.start(asked, io)) {
      signals.started(handle);
      handle.published().forEach(place -> streams.notes().accept("published " + place));
      return ended(handle.await());
    }
  }

  /** As {@link #run}, on the terminal that is the standard input and output of this process. */
  public RunResult attach(RunRequest request, ListedOptions listed)
      throws RunException, IOException, InterruptedException {
    return start(
            request.withTty(true), listed, (agent, made) -> ended(agent.attach(made.request())))
        .result();
  }

  /** What came of a start. */
  private record Started<T>(String id, T result) {}

  private <T> Started<T> start(RunRequest request, ListedOptions listed, Start<T> start)
      throws RunException, IOException, InterruptedException {
    Path temporary = store.newTemporaryDirectory("container");
    // The helper holds the lock of the directory from here on, wherever it is moved.
    try (Agent agent = Agent.start(options.withContainer(temporary));
        NetworkPlace network = place(request.network().place())) {
      sweep(agent);
      NewContainer.Made made =
          new NewContainer(store, options.log()).make(temporary, request, listed, network, agent);
      try {
        Path idFile = listed.idFile();
        if (idFile != null) {
          Files.writeString(idFile, made.id());
        }
        return new Started<>(made.id(), start.with(agent, made));
      } finally {
        if (Files.exists(made.place()) && !made.hasStarted()) {
          made.remove(agent);
          if (listed.idFile() != null) {
            Files.deleteIfExists(listed.idFile());
          }
        }
      }
    }
  }

  /** Starts a container that does not run, and lets it go on by itself. */
  public void start(Listed container) throws RunException, IOException, InterruptedException {
    if (!container.state().isRunning()) {
      again(
          container,
          (agent, request) -> {
            agent.launch(request);
            return "";
          });
    }
  }

  /** Runs a container that does not run to its end, as {@link #run}. */
  public RunResult startAttached(Listed container, ContainerStreams streams)
      throws RunException, IOException, InterruptedException {
    return again(container, (agent, request) -> run(agent, request, streams));
  }

  /** The same on the terminal that is the standard input and output of this process. */
  public RunResult startOnTerminal(Listed container)
      throws RunException, IOException, InterruptedException {
    return again(container, (agent, request) -> ended(agent.attach(request)));
  }

  /** What a container that is there is started with. */
  @FunctionalInterface
  private interface Again<T> {
    T with(Agent agent, ContainerRequest request) throws IOException, InterruptedException;
  }

  private <T> T again(Listed container, Again<T> start)
      throws RunException, IOException, InterruptedException {
    // What it wrote is in the form of its isolation.
    Isolation isolation = container.state().isolation();
    AgentOptions same = options.withContainer(container.directory()).withIsolation(isolation);
    NetworkPlace network = placeAgain(container);
    try (network;
        Agent agent = Agent.start(same)) {
      return start.with(agent, request(container, network));
    }
  }

  /** The address that it had, unless another container has it by now and nobody asked for it. */
  private @Nullable NetworkPlace placeAgain(Listed container) throws IOException {
    PlaceRequest before = container.definition().place();
    try {
      return place(before);
    } catch (IOException e) {
      if (before == null || !container.definition().askedAddress().isEmpty()) {
        throw e;
      }
      return place(new PlaceRequest(before.network(), before.aliases(), null));
    }
  }

  private static ContainerRequest request(Listed container, @Nullable NetworkPlace network)
      throws RunException, IOException {
    PlaceRequest before = container.definition().place();
    String address = before == null ? null : before.address();
    if (network == null || address == null || network.address().equals(address)) {
      return container.request();
    }
    if (!network.networkId().equals(container.definition().networkId())) {
      throw new RunException(
          "network "
              + container.definition().networkMode()
              + " was made again with other addresses since the container was: make it again, too");
    }
    ContainerRequest request = container.request().readdressed(address, network.address());
    container.replace(request);
    container.definition().readdressed(network.address()).replace(container.directory());
    return request;
  }

  /** An address of a network that several share is kept until the container has it itself. */
  private @Nullable NetworkPlace place(@Nullable PlaceRequest wanted) throws IOException {
    return wanted == null ? null : new Networks(store.root(), options).place(wanted);
  }

  private void send(ExecHandle handle, int signal) {
    try {
      handle.signal(signal);
    } catch (ExecutorException e) {
      options.log().accept("signal " + signal + " did not reach the container: " + e.getMessage());
    }
  }

  private static RunResult ended(ExecResult result) {
    return new RunResult(
        result.exitCode(), result.outOfMemory() ? OUT_OF_MEMORY : result.message());
  }

  /** What starters that were killed left behind. */
  private void sweep(Agent agent) throws IOException {
    StoreLock lock = store.lock(ContainerList.LOCK);
    try (lock) {
      for (Path place : list.abandoned()) {
        agent.remove(place);
      }
    }
  }
}
