package dev.jbuild.builder.solve;

import dev.jbuild.builder.ops.LayerTimes;
import dev.jbuild.builder.ops.State;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.cache.tree.Tree;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/**
 * An action whose inputs are known: the state it changes, the parts of its key, how its layer is
 * made, and which files of its sources it takes.
 */
record Step(State base, SortedMap<String, String> parts, Work work, Selected selected) {

  /** Makes the layer of an action. */
  @FunctionalInterface
  interface Work {
    NewLayer run(LayerTimes times) throws IOException, InterruptedException;
  }

  /** Stores, as trees, what each part of the key selects of the step's sources. */
  @FunctionalInterface
  interface Selected {
    Selected NOTHING = Map::of;

    Map<String, Tree> store() throws IOException;
  }
}
