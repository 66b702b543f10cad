package dev.jbuild.builder.ops;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import java.util.ArrayList;
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

  /** This state with layers on top that make it {@code tree}. */
  public State with(Tree newTree, List<Layer> added) {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(added);
    return new State(newTree, all);
  }
}
