package dev.jbuild.builder.report;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the time and the bytes of the image for one platform went.
 *
 * @param platform "" when the build was for one only
 * @param steps the numbers of the steps that it needed
 * @param critical those of the chain of them that took longest
 * @param layers the base first; none when there is no image or that is not in the store
 * @param hidden files of those layers that nobody sees, those that take most first
 */
public record ImageReport(
    String platform,
    Set<Integer> steps,
    Set<Integer> critical,
    List<LayerFiles> layers,
    List<LayerFiles.Hidden> hidden) {

  public ImageReport {
    steps = Set.copyOf(steps);
    critical = Set.copyOf(critical);
    layers = List.copyOf(layers);
    hidden = List.copyOf(hidden);
  }

  /** Reads all layers, which are there. */
  static ImageReport of(
      Store store, LayerDisk disk, BuildLog build, BuildLog.Image image, List<DiffId> stack)
      throws IOException {
    List<LoggedStep> own =
        build.steps().stream().filter(step -> image.steps().contains(number(step))).toList();
    Map<String, Integer> makers = new HashMap<>();
    for (LoggedStep step : own) {
      step.work().layers().forEach(layer -> makers.put(layer.diffId(), number(step)));
    }
    LayerCensus census = new LayerCensus();
    for (DiffId layer : stack) {
      census.add(layer, makers.getOrDefault(layer.toString(), 0), store.layers().open(layer, disk));
    }
    return new ImageReport(
        image.platform(), image.steps(), CriticalPath.of(own), census.layers(), census.hidden());
  }

  /** The bytes of the files in all layers. */
  public long bytes() {
    return layers.stream().mapToLong(LayerFiles::bytes).sum();
  }

  /** Those of them that nobody sees. */
  public long wasted() {
    return layers.stream().mapToLong(LayerFiles::wasted).sum();
  }

  private static int number(LoggedStep step) {
    return step.place().number();
  }
}
