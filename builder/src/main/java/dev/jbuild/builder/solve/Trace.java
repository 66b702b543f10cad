package dev.jbuild.builder.solve;

import dev.jbuild.builder.ops.State;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step's reuse was decided on; {@code miss} is null when it was taken from the cache. */
public record Trace(ActionRecord record, @Nullable Miss miss) {
  /** Facts of a record of this name and a part's name have the tree of the files it selected. */
  public static final String FILES = ActionResult.TREE_FACT;

  /** The layers that the action added, as tars. */
  public List<State.Layer> layers() {
    return Actions.layers(record);
  }

  /** The bytes of those layers. */
  public long layerBytes() {
    return layers().stream().mapToLong(layer -> layer.descriptor().size()).sum();
  }
}
