package dev.jbuild.cache.action;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a vertex made: the tree after it, the layers that it added (base first, those of its inputs
 * not among them) and short facts, such as a resolved digest.
 */
public record ActionResult(Tree tree, List<DiffId> layers, Map<String, String> facts) {
  public ActionResult {
    layers = List.copyOf(layers);
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }
}
