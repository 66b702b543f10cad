package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import dev.jbuild.executor.wire.Tag;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import dev.jbuild.oci.layer.NativeDeflater;
import dev.jbuild.oci.layer.NativeInflater;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A running native helper: it holds the namespaces and privileges in which containers run and layer
 * directories change. One for each build or run; safe for use by many threads. When it is closed or
 * this JVM ends in any way, every container ends, and no process or mount stays.
 *
 * <p>A thread that is interrupted during a layer operation gives it up half done.
 */
public final class Agent implements LayerDisk, AutoCloseable {
  private final AgentProcess process;
  private final AgentOptions options;
  private final DiskClient disk;

  private Agent(AgentProcess process, AgentOptions options) {
    this.process = process;
    this.options = options;
    this.disk = new DiskClient(process.socket(), options.log());
  }

  /**
   * Starts a helper for one build or run.
   *
   * @throws ExecutorException when the isolation cannot be had; the message says what to install or
   *     configure
   */
  public static Agent start(AgentOptions options) throws ExecutorException {
    return new Agent(AgentProcess.start(options), options);
  }

  public AgentInfo info() {
    return process.info();
  }

  /** What the native side found out about the machine, by name. */
  public SortedMap<String, String> probe() throws ExecutorException {
    SortedMap<String, String> facts = new TreeMap<>();
    try {
      Frame frame = disk.probe();
      frame.visit(
          (tag, value) -> {
            String[] fact = value.text().split("=", 2);
            if (tag == Tag.FACT && fact.length == 2) {
              facts.put(fact[0], fact[1].strip());
            }
          });
      return facts;
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw new ExecutorException("probe", "ask the native helper", e);
    }
  }

  /**
   * Runs a container to its end. When the thread is interrupted, the container is killed and gone
   * before this returns.
   */
  public ExecResult exec(ContainerSpec spec, ExecIo io)
      throws ExecutorException, InterruptedException {
    try (ExecHandle handle = start(spec, io)) {
      return handle.await();
    }
  }

  /** Starts a container; its streams are relayed until it ends. */
  public ExecHandle start(ContainerSpec spec, ExecIo io) throws ExecutorException {
    try {
      Fields request = request(spec, io.stdin() != null);
      boolean ofRuntime = options.runtime() != null;
      return ExecHandle.start(process.socket(), request, io, ofRuntime, options.log());
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw new ExecutorException("start container", "cannot ask the native helper", e);
    }
  }

  /**
   * Starts the listed container of this agent and lets it go: it outlives the agent's client.
   *
   * @return what it is reached at of the published ports whose number was left to us
   * @throws ExecutorException when it did not start; nothing of it is left
   */
  public List<String> launch(ContainerRequest request) throws ExecutorException {
    try (Connection connection = Connection.open(process.socket())) {
      connection.send(FrameType.EXEC, request.detached());
      connection.flush();
      Frame frame = connection.receive();
      return switch (frame.type()) {
        case STARTED -> {
          process.leave();
          yield frame.texts(Tag.PORT);
        }
        case FAIL -> throw Requests.failure(frame);
        case EXIT -> throw NotExecutableException.of(Requests.exit(frame));
        default -> throw new ProtocolException("unexpected frame " + frame.type());
      };
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw new ExecutorException("start container", "the connection broke off", e);
    }
  }

  /** The files of the listed container that this agent was started for, which does not run. */
  public ContainerFiles files(List<Path> lowers, Path upper) {
    return new ContainerFiles(process.socket(), lowers, upper, options.log());
  }

  /** Starts the listed container of this agent, with whose client it ends. */
  public ExecHandle start(ContainerRequest request, ExecIo io) throws ExecutorException {
    try {
      return ExecHandle.start(process.socket(), request.attached(), io, false, options.log());
    } catch (IOException e) {
      throw new ExecutorException("start container", "cannot ask the native helper", e);
    }
  }

  /**
   * Runs the listed container of this agent on the terminal of this process, as {@link #attach}.
   */
  public ExecResult attach(ContainerRequest request)
      throws ExecutorException, InterruptedException {
    return Terminal.run(process, request.attached());
  }

  /**
   * Runs a container with a terminal on the terminal of this process, in raw mode meanwhile.
   *
   * @param spec its process must ask for a terminal
   */
  public ExecResult attach(ContainerSpec spec) throws ExecutorException, InterruptedException {
    if (!spec.process().tty()) {
      throw new IllegalArgumentException("only a command with a terminal can be attached to one");
    }
    try {
      ExecResult result = Terminal.run(process, request(spec, true));
      return options.runtime() == null ? result : RuntimeClient.judge(result);
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw new ExecutorException("start container", "cannot ask the native helper", e);
    }
  }

  private Fields request(ContainerSpec spec, boolean hasStdin) throws IOException {
    OciRuntime runtime = options.runtime();
    return runtime == null
        ? Requests.exec(spec, hasStdin)
        : new RuntimeClient(process.socket(), info().isolation()).exec(spec, runtime, hasStdin);
  }

  @Override
  public void unpack(Path directory, LayerSource source) throws IOException {
    disk.unpack(directory, source);
  }

  @Override
  public void diff(Path upper, LayerSink sink) throws IOException {
    disk.diff(upper, sink);
  }

  @Override
  public void read(List<Path> lowers, String path, LayerSink sink) throws IOException {
    disk.read(lowers, path, sink);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void remove(Path directory) throws IOException {
    disk.remove(directory);
  }

  /** Makes missing parents, too. */
  @Override
  public void makeDirectory(Path directory) throws IOException {
    disk.makeDirectory(directory);
  }

  @Override
  public void clampTimes(Path directory, Instant latest) throws IOException {
    disk.clampTimes(directory, latest);
  }

  @Override
  public Optional<NativeDeflater> deflater() {
    return DeflateProcess.start(options);
  }

  @Override
  public Optional<NativeInflater> inflater() {
    return InflateProcess.start(options);
  }

  /** Ends all containers of this agent. */
  @Override
  public void close() throws ExecutorException {
    process.close();
  }
}
