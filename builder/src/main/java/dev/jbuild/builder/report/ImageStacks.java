package dev.jbuild.builder.report;

import dev.jbuild.builder.explain.Ending;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The layers of what a build made, as far as the store still has it. */
final class ImageStacks {
  private ImageStacks() {}

  /** Those of each image, in the order of the index; none for one that is not all here. */
  static List<List<DiffId>> of(Store store, @Nullable Ending ending) throws IOException {
    if (ending == null || ending.image().isEmpty()) {
      return List.of();
    }
    List<List<DiffId>> stacks = new ArrayList<>();
    try {
      for (Digest manifest : manifests(store, Digest.parse(ending.image()))) {
        stacks.add(stack(store, manifest));
      }
    } catch (LostContentException e) {
      return List.of(); // it was removed since
    }
    return stacks;
  }

  private static List<DiffId> stack(Store store, Digest manifest) throws IOException {
    try {
      Digest config = Manifest.parse(store.content().read(manifest)).config().digest();
      List<DiffId> layers = ImageConfig.parse(store.content().read(config)).diffIds();
      for (DiffId layer : layers) {
        if (!store.layers().available(layer)) {
          return List.of();
        }
      }
      return layers;
    } catch (LostContentException e) {
      return List.of(); // this one was
    }
  }

  private static List<Digest> manifests(Store store, Digest image) throws IOException {
    if (Json.parse(store.content().read(image)) instanceof Map<?, ?> index
        && index.get("manifests") instanceof List<?> manifests) {
      List<Digest> digests = new ArrayList<>();
      for (Object manifest : manifests) {
        digests.add(Digest.parse(String.valueOf(((Map<?, ?>) manifest).get("digest"))));
      }
      return digests;
    }
    return List.of(image);
  }
}
