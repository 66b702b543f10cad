package dev.jbuild.builder.report;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the time and the bytes of a build went.
 *
 * @param critical the numbers of the steps of the chain that took longest
 * @param layers of its image, the base first; none when it has none or that is not in the store
 * @param hidden files of those layers that nobody sees, those that take most first
 */
public record BuildReport(
    Explanation explanation,
    Set<Integer> critical,
    List<LayerFiles> layers,
    List<LayerFiles.Hidden> hidden) {

  public BuildReport {
    critical = Set.copyOf(critical);
    layers = List.copyOf(layers);
    hidden = List.copyOf(hidden);
  }

  /**
   * Reads all layers of the image.
   *
   * @param disk asked for layers that are there as directories only
   */
  public static BuildReport of(Store store, LayerDisk disk, BuildLog build) throws IOException {
    LayerCensus census = new LayerCensus();
    Map<String, Integer> makers = new HashMap<>();
    for (LoggedStep step : build.steps()) {
      step.work().layers().forEach(layer -> makers.put(layer.diffId(), step.place().number()));
    }
    List<DiffId> stack = layers(store, build);
    for (DiffId layer : stack) {
      census.add(layer, makers.getOrDefault(layer.toString(), 0), store.layers().open(layer, disk));
    }
    return new BuildReport(
        new BuildLogs(store).explain(build),
        CriticalPath.of(build.steps()),
        census.layers(),
        census.hidden());
  }

  public BuildLog build() {
    return explanation.build();
  }

  /** The layers of the image, of the first of several, as far as all of them are here. */
  private static List<DiffId> layers(Store store, BuildLog build) throws IOException {
    Ending ending = build.ending();
    if (ending == null || ending.image().isEmpty()) {
      return List.of();
    }
    try {
      byte[] manifest = store.content().read(manifest(store, Digest.parse(ending.image())));
      Digest config = Manifest.parse(manifest).config().digest();
      List<DiffId> layers = ImageConfig.parse(store.content().read(config)).diffIds();
      for (DiffId layer : layers) {
        if (!store.layers().available(layer)) {
          return List.of();
        }
      }
      return layers;
    } catch (LostContentException e) {
      return List.of(); // it was removed since
    }
  }

  private static Digest manifest(Store store, Digest image) throws IOException {
    if (Json.parse(store.content().read(image)) instanceof Map<?, ?> index
        && index.get("manifests") instanceof List<?> manifests
        && !manifests.isEmpty()
        && manifests.getFirst() instanceof Map<?, ?> first) {
      return Digest.parse(String.valueOf(first.get("digest")));
    }
    return image;
  }
}
