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

  /** A fact whose name begins so is a tree that is to stay in the store with the record. */
  public static final String TREE_FACT = "files ";

  /** The trees that facts name. */
  public List<Tree> trees() {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(TREE_FACT))
        .map(fact -> Tree.parse(fact.getValue()))
        .toList();
  }
}
