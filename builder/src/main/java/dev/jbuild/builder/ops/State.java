package dev.jbuild.builder.ops;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A file system on the way to an image: its content and the layers that give it, base first. */
public record State(Tree tree, List<Layer> layers) {

  /** A layer and how the manifest of the image lists it. */
  public record Layer(DiffId diffId, Descriptor descriptor) {}

  public State {
    layers = List.copyOf(layers);
  }

  public List<DiffId> diffIds() {
    return layers.stream().map(Layer::diffId).toList();
  }

  /**
   * The layers to lay over each other, base first. One that is there more than once (two steps that
   * change nothing) counts only at its last place, where it hides its earlier ones; overlayfs does
   * not take a directory twice.
   */
  public List<DiffId> distinctDiffIds() {
    return new ArrayList<>(new LinkedHashSet<>(diffIds().reversed())).reversed();
  }

  /** This state with layers on top that make it {@code tree}. */
  public State with(Tree newTree, List<Layer> added) {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(added);
    return new State(newTree, all);
  }
}
