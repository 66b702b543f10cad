package dev.jbuild.builder.solve;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.PlannedHistory;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the image of a solved plan. Its times are those of the results, so that a build which did
 * nothing gives the same image again; with a source date epoch they are the epoch.
 */
public final class ImageAssembly {
  private ImageAssembly() {}

  /**
   * Stores config and manifest; the layers are in the store already, or stay where they came from.
   *
   * @param more fields of the config beside those of the specification
   */
  public static StoredImage store(
      Store store,
      Plan plan,
      Map<Vertex, VertexResult> results,
      List<Annotation> annotations,
      Map<String, Object> more)
      throws IOException {
    VertexResult target = result(results, plan.target());
    State state = ((Inputs.Files) target.output()).state();
    List<HistoryEntry> history = new ArrayList<>(plan.image().history());
    for (PlannedHistory planned : plan.history()) {
      Instant made = planned.layer() == null ? null : result(results, planned.layer()).created();
      history.add(planned.entry().withCreated(plan.epoch() == null ? made : plan.epoch()));
    }
    List<HistoryEntry> dated = HistoryTimes.complete(history, plan.epoch());
    ImageConfig config =
        plan.image()
            .withLayers(state.diffIds(), dated)
            .withCreated(HistoryTimes.image(dated, plan.epoch()));
    byte[] json = config.toJson(more);
    store.content().put(json);
    Manifest manifest =
        Manifest.of(
            Descriptor.of(MediaTypes.OCI_CONFIG, json),
            state.layers().stream().map(State.Layer::descriptor).toList(),
            Annotation.on(Annotation.Place.MANIFEST, config.platform(), annotations));
    store.content().put(manifest.raw());
    Tree files = state.files();
    if (files != null) { // who builds on this image need not read its layers for their tree
      store.layers().remember(state.diffIds(), files);
    }
    Descriptor descriptor =
        manifest
            .descriptor()
            .withAnnotations(
                Annotation.on(
                    Annotation.Place.MANIFEST_DESCRIPTOR, config.platform(), annotations));
    return new StoredImage(descriptor, manifest, config);
  }

  /** Stores the index of images for several platforms. */
  public static Descriptor storeIndex(
      Store store, List<StoredImage> images, List<Annotation> annotations) throws IOException {
    List<Descriptor> manifests =
        images.stream()
            .map(image -> image.descriptor().withPlatform(image.config().platform()))
            .toList();
    ImageIndex index =
        ImageIndex.of(manifests, Annotation.on(Annotation.Place.INDEX, null, annotations));
    store.content().put(index.raw());
    return index
        .descriptor()
        .withAnnotations(Annotation.on(Annotation.Place.INDEX_DESCRIPTOR, null, annotations));
  }

  private static VertexResult result(Map<Vertex, VertexResult> results, Vertex vertex) {
    VertexResult result = results.get(vertex);
    if (result == null) {
      throw new IllegalStateException("a vertex of the plan was not run");
    }
    return result;
  }
}
