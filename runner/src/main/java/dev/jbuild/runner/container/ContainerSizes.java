package dev.jbuild.runner.container;

import dev.jbuild.cache.Store;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the files of a container take, as docker counts: each regular file with its size, once
 * however many names it has; nothing that is mounted. A link that the container made counts with
 * the length of its target, one of the image does not.
 *
 * @param written by the container, beside its image
 * @param all that, and the files of all layers of its image
 */
public record ContainerSizes(long written, long all) {
  /** A file that shrinks while it is read is an error of the reader, not of the container. */
  private static final int TRIES = 3;

  /**
   * Reads all files of the container.
   *
   * @param options their state directory must be the store's root
   */
  public static ContainerSizes of(Store store, AgentOptions options, Listed container)
      throws IOException {
    AgentOptions same = options.withIsolation(container.state().isolation());
    try (Agent agent = Agent.start(same)) {
      long written = written(agent, container.directory().resolve(Listed.UPPER), TRIES);
      AtomicLong layers = new AtomicLong();
      for (DiffId layer : container.layers()) {
        store
            .layers()
            .open(layer, agent)
            .writeTo((entry, content) -> layers.addAndGet(bytes(entry)));
      }
      return new ContainerSizes(written, written + layers.get());
    }
  }

  private static long written(Agent agent, Path upper, int tries) throws IOException {
    AtomicLong bytes = new AtomicLong();
    if (Files.exists(upper)) {
      try {
        agent.diff(upper, (entry, content) -> bytes.addAndGet(bytes(entry) + target(entry)));
      } catch (IOException e) {
        if (tries == 1) {
          throw e;
        }
        return written(agent, upper, tries - 1);
      }
    }
    return bytes.get();
  }

  private static long bytes(LayerEntry entry) {
    return entry instanceof LayerEntry.RegularFile file ? file.size() : 0;
  }

  private static long target(LayerEntry entry) {
    return entry instanceof LayerEntry.Symlink link
        ? link.target().getBytes(StandardCharsets.UTF_8).length
        : 0;
  }
}
