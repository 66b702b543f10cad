package dev.jbuild.builder.solve;

import dev.jbuild.builder.ops.LayerTimes;
import dev.jbuild.builder.ops.State;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Does actions at most once: whoever else has done the same, or is doing it right now, in this
 * process or another, gives the result. A record is written only when its layer is in the store.
 */
final class Actions {
  private static final String SIZE = "size ";

  private final Store store;
  private final SolveOptions options;

  Actions(Store store, SolveOptions options) {
    this.store = store;
    this.options = options;
  }

  /** Makes the layer of an action. */
  @FunctionalInterface
  interface Work {
    NewLayer run(LayerTimes times) throws IOException, InterruptedException;
  }

  /** What an action gave: the record, and whether it was there before. */
  record Done(ActionRecord record, boolean cached) {

    /** The layers that the action added. */
    List<State.Layer> layers() {
      List<State.Layer> layers = new ArrayList<>();
      for (DiffId diffId : record.result().layers()) {
        long size = Long.parseLong(record.result().facts().get(SIZE + diffId));
        layers.add(
            new State.Layer(diffId, Descriptor.of(MediaTypes.OCI_LAYER, diffId.digest(), size)));
      }
      return layers;
    }
  }

  /**
   * @param starting is told before the work is done, and not when the result is there
   */
  Done run(SortedMap<String, String> parts, Runnable starting, Work work)
      throws IOException, InterruptedException {
    ActionKey key = ActionKey.of(parts);
    Optional<ActionRecord> known = find(key);
    if (known.isPresent()) {
      return new Done(known.get(), true);
    }
    StoreLock lock = store.lock("action-" + key.digest().hex());
    try (lock) {
      Optional<ActionRecord> since = find(key);
      if (since.isPresent()) {
        return new Done(since.get(), true);
      }
      starting.run();
      NewLayer layer = work.run(LayerTimes.at(options.clock().instant(), options.epoch()));
      ActionResult result =
          new ActionResult(
              layer.tree(),
              List.of(layer.diffId()),
              Map.of(SIZE + layer.diffId(), String.valueOf(layer.size())));
      ActionRecord record = ActionRecord.of(parts, result, options.clock().instant());
      store.actions().put(record);
      return new Done(record, false);
    }
  }

  /** A record whose layers are gone, or that does not say their sizes, is a miss. */
  private Optional<ActionRecord> find(ActionKey key) throws IOException {
    if (options.noCache()) {
      return Optional.empty();
    }
    Optional<ActionRecord> found = store.actions().find(key);
    if (found.isPresent()) {
      for (DiffId layer : found.get().result().layers()) {
        String size = found.get().result().facts().get(SIZE + layer);
        if (size == null || !size.matches("[0-9]{1,18}") || !store.layers().available(layer)) {
          return Optional.empty();
        }
      }
    }
    return found;
  }
}
