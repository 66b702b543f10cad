package dev.jbuild.builder.solve;

import dev.jbuild.builder.ops.LayerTimes;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.share.SharedCaches;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does actions at most once: whoever else has done the same, or is doing it right now, in this
 * process or another, gives the result. A record is written only when its layer is in the store.
 */
final class Actions {
  private static final String SIZE = "size ";

  private final Store store;
  private final SolveOptions options;
  private final SharedCaches shared;

  Actions(Solving solving) {
    this.store = solving.store();
    this.options = solving.options();
    this.shared = solving.shared();
  }

  /** The layers that an action added. */
  static List<State.Layer> layers(ActionRecord record) {
    List<State.Layer> layers = new ArrayList<>();
    for (DiffId diffId : record.result().layers()) {
      long size = Long.parseLong(record.result().facts().get(SIZE + diffId));
      layers.add(
          new State.Layer(diffId, Descriptor.of(MediaTypes.OCI_LAYER, diffId.digest(), size)));
    }
    return layers;
  }

  /**
   * Takes the result from the cache or does the work.
   *
   * @param reusable whether a record of earlier may be used
   * @param starting is told before the work is done, and not when the result is there
   */
  Trace run(Step step, boolean reusable, Runnable starting)
      throws IOException, InterruptedException {
    ActionKey key = ActionKey.of(step.parts());
    Optional<ActionRecord> known = reusable ? find(key) : Optional.empty();
    if (known.isPresent()) {
      return new Trace(known.get(), null);
    }
    StoreLock lock = store.lock("action-" + key.digest().hex());
    try (lock) {
      Optional<ActionRecord> since = reusable ? find(key) : Optional.empty();
      if (since.isPresent()) {
        return new Trace(since.get(), null);
      }
      Optional<ActionRecord> taken = reusable ? take(key, step) : Optional.empty();
      if (taken.isPresent()) {
        return new Trace(taken.get(), null);
      }
      Miss miss = miss(key, reusable);
      starting.run();
      NewLayer layer = step.work().run(LayerTimes.at(options.clock().instant(), options.epoch()));
      ActionResult result =
          new ActionResult(layer.tree(), List.of(layer.diffId()), facts(step, layer));
      ActionRecord record = ActionRecord.of(step.parts(), result, options.clock().instant());
      store.actions().put(record);
      return new Trace(record, miss);
    }
  }

  /** Keeps what a shared cache has of a step as if it had been done here. */
  private Optional<ActionRecord> take(ActionKey key, Step step)
      throws IOException, InterruptedException {
    Optional<ActionRecord> found = shared.find(key, step.base());
    if (found.isEmpty()) {
      return found;
    }
    ActionResult theirs = found.get().result();
    Map<String, String> facts = new HashMap<>(theirs.facts());
    facts.keySet().removeIf(name -> name.startsWith(Trace.FILES));
    facts.putAll(selected(step));
    ActionResult ours = new ActionResult(theirs.tree(), theirs.layers(), facts);
    store.actions().put(ActionRecord.of(step.parts(), ours, found.get().created()));
    return find(key);
  }

  private static Map<String, String> facts(Step step, NewLayer layer) throws IOException {
    Map<String, String> facts = new HashMap<>();
    facts.put(SIZE + layer.diffId(), String.valueOf(layer.size()));
    facts.putAll(selected(step));
    return facts;
  }

  private static Map<String, String> selected(Step step) throws IOException {
    Map<String, String> facts = new HashMap<>();
    step.selected().store().forEach((part, tree) -> facts.put(Trace.FILES + part, tree.toString()));
    return facts;
  }

  /** A record whose layers are gone, or that does not say their sizes, is a miss. */
  Optional<ActionRecord> find(ActionKey key) throws IOException {
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

  /** Why there is nothing to reuse for a key that {@link #find} did not find. */
  Miss miss(ActionKey key, boolean reusable) throws IOException {
    if (!reusable) {
      return Miss.NOT_ALLOWED;
    }
    return store.actions().find(key).isPresent() ? Miss.NO_LAYER : Miss.NO_RECORD;
  }
}
