package dev.jbuild.builder.ops;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system on the way to an image: its content and the layers that give it, base first.
 *
 * @param files null for what is only passed on, so that nobody had to look into its layers
 */
public record State(@Nullable Tree files, List<Layer> layers) {

  /** A layer and how the manifest of the image lists it. */
  public record Layer(DiffId diffId, Descriptor descriptor) {}

  public State {
    layers = List.copyOf(layers);
  }

  /** The content. */
  public Tree tree() {
    if (files == null) {
      throw new IllegalStateException("files are wanted that were to be passed on unread");
    }
    return files;
  }

  public List<DiffId> diffIds() {
    return layers.stream().map(Layer::diffId).toList();
  }

  /** This state with layers on top that make it {@code newTree}. */
  public State with(@Nullable Tree newTree, List<Layer> added) {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(added);
    return new State(newTree, all);
  }
}
