package dev.jbuild.builder.share;

import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import dev.jbuild.oci.DiffId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records in the form in which others can use them. */
final class SharedRecords {
  private SharedRecords() {}

  /** All, in the order of their keys, so that the same steps give the same bytes. */
  static List<ActionRecord> all(Collection<ActionRecord> steps) {
    Map<String, ActionRecord> sorted = new TreeMap<>();
    steps.forEach(step -> sorted.put(step.key().toString(), withoutLocalTrees(step)));
    return List.copyOf(sorted.values());
  }

  /** Those whose layers the image has. */
  static List<ActionRecord> of(Collection<ActionRecord> steps, Set<DiffId> image) {
    return all(steps.stream().filter(step -> image.containsAll(step.result().layers())).toList());
  }

  /** When a step was done says nothing of what it gives; an epoch takes that place. */
  static ActionRecord dated(ActionRecord record, @Nullable Instant epoch) {
    return epoch == null
        ? record
        : new ActionRecord(record.key(), record.parts(), record.result(), epoch);
  }

  /** The nodes of trees that only explain stay here, so a pointer to them would be of no use. */
  private static ActionRecord withoutLocalTrees(ActionRecord record) {
    Map<String, String> facts = new HashMap<>(record.result().facts());
    facts.keySet().removeIf(name -> name.startsWith(ActionResult.TREE_FACT));
    ActionResult result = new ActionResult(record.result().tree(), record.result().layers(), facts);
    return new ActionRecord(record.key(), record.parts(), result, record.created());
  }
}
