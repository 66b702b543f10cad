package dev.jbuild.cache.layer;

import dev.jbuild.cache.action.ActionCache;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEdit;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.ChainId;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The trees of stacks of layers; each is remembered as an action whose input is its chainID. */
final class LayerTrees {
  private final ContentStore content;
  private final TreeStore trees;
  private final ActionCache actions;

  LayerTrees(ContentStore content, TreeStore trees, ActionCache actions) {
    this.content = content;
    this.trees = trees;
    this.actions = actions;
  }

  Tree treeOf(List<DiffId> layers, Sources sources) throws IOException {
    for (int known = layers.size(); known > 0; known--) {
      Optional<Tree> tree = find(layers.subList(0, known));
      if (tree.isPresent()) {
        return apply(tree.get(), layers, known, sources);
      }
    }
    return rebuild(layers, sources);
  }

  Tree treeOnTop(List<DiffId> below, Tree tree, DiffId top, Sources sources) throws IOException {
    List<DiffId> all = new ArrayList<>(below);
    all.add(top);
    Optional<Tree> known = find(all);
    return known.isPresent() ? known.get() : apply(tree, all, below.size(), sources);
  }

  Tree rebuild(List<DiffId> layers, Sources sources) throws IOException {
    return apply(trees.empty(), layers, 0, sources);
  }

  private Tree apply(Tree base, List<DiffId> layers, int from, Sources sources) throws IOException {
    Tree tree = base;
    for (int i = from; i < layers.size(); i++) {
      tree = apply(tree, layers.get(i), sources);
      remember(layers.subList(0, i + 1), tree);
    }
    return tree;
  }

  private Tree apply(Tree base, DiffId layer, Sources sources) throws IOException {
    return DamagedForms.passBy(
        () -> {
          TreeEdit edit = trees.edit(base);
          sources.open(layer).writeTo(edit);
          return edit.finish();
        });
  }

  private Optional<Tree> find(List<DiffId> layers) throws IOException {
    return actions
        .find(key(layers))
        .map(record -> record.result().tree())
        .filter(tree -> content.has(tree.root()));
  }

  void remember(List<DiffId> layers, Tree tree) throws IOException {
    if (!layers.isEmpty()) {
      ActionResult result = new ActionResult(tree, List.of(), Map.of());
      actions.put(ActionRecord.of(parts(layers), result, Instant.now()));
    }
  }

  /** The key of the record that remembers the tree of a stack. */
  static ActionKey key(List<DiffId> layers) {
    return ActionKey.of(parts(layers));
  }

  private static SortedMap<String, String> parts(List<DiffId> layers) {
    SortedMap<String, String> parts = new TreeMap<>();
    parts.put("op", "tree of layers");
    parts.put("chain", ChainId.of(layers).toString());
    return parts;
  }

  /** Where the entries of layers come from. */
  interface Sources {
    LayerSource open(DiffId diffId) throws IOException;
  }
}
