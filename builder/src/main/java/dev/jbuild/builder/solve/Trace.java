package dev.jbuild.builder.solve;

import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import org.jspecify.annotations.Nullable;

/** What a step's reuse was decided on; {@code miss} is null when it was taken from the cache. */
public record Trace(ActionRecord record, @Nullable Miss miss) {
  /** Facts of a record of this name and a part's name have the tree of the files it selected. */
  public static final String FILES = ActionResult.TREE_FACT;

  /** The bytes of the layers that the action added, as tars. */
  public long layerBytes() {
    return Actions.layers(record).stream().mapToLong(layer -> layer.descriptor().size()).sum();
  }
}
