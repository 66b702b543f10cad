package dev.jbuild.builder.ops;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.DeflateProcess;
import dev.jbuild.executor.ExecutorException;
import dev.jbuild.executor.InflateProcess;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import dev.jbuild.oci.layer.NativeDeflater;
import dev.jbuild.oci.layer.NativeInflater;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The native helper of one build, started when something first needs it. Safe for threads. */
public final class LazyAgent implements LayerDisk, AutoCloseable {
  private final AgentOptions options;
  private final Store store;
  private final BuildListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Agent started;

  /**
   * A helper that is not started yet.
   *
   * @param store is swept of what dead processes left when the helper starts
   */
  public LazyAgent(AgentOptions options, Store store, BuildListener listener) {
    this.options = options;
    this.store = store;
    this.listener = listener;
  }

  Agent agent() throws IOException {
    lock.lock();
    try {
      Agent agent = started;
      if (agent == null) {
        agent = Agent.start(options);
        started = agent;
        listener.isolationChosen(agent.info().isolation().word());
        if (!agent.info().weaker().isEmpty()) {
          listener.warning(
              "isolation "
                  + agent.info().isolation().word()
                  + " is weaker than usual: "
                  + agent.info().weaker(),
              null);
        }
        store.sweep(agent);
      }
      return agent;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void unpack(Path directory, LayerSource source) throws IOException {
    agent().unpack(directory, source);
  }

  @Override
  public void diff(Path upper, LayerSink sink) throws IOException {
    agent().diff(upper, sink);
  }

  @Override
  public void read(List<Path> lowers, String path, LayerSink sink) throws IOException {
    agent().read(lowers, path, sink);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    agent().rename(from, to);
  }

  @Override
  public void remove(Path directory) throws IOException {
    agent().remove(directory);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    agent().makeDirectory(directory);
  }

  @Override
  public void clampTimes(Path directory, Instant latest) throws IOException {
    agent().clampTimes(directory, latest);
  }

  /** Needs no agent. */
  @Override
  public Optional<NativeDeflater> deflater() {
    return DeflateProcess.start(options);
  }

  /** Needs no agent. */
  @Override
  public Optional<NativeInflater> inflater() {
    return InflateProcess.start(options);
  }

  @Override
  public void close() throws ExecutorException {
    lock.lock();
    try {
      if (started != null) {
        started.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
