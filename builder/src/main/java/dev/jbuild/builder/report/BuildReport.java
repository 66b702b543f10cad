package dev.jbuild.builder.report;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the time and the bytes of a build went.
 *
 * @param images one for each platform, in the order in which they were asked for; never none
 */
public record BuildReport(Explanation explanation, List<ImageReport> images) {

  public BuildReport {
    images = List.copyOf(images);
  }

  /**
   * Reads all layers of the images.
   *
   * @param disk asked for layers that are there as directories only
   */
  public static BuildReport of(Store store, LayerDisk disk, BuildLog build) throws IOException {
    List<BuildLog.Image> wanted = images(build);
    List<List<DiffId>> stacks = ImageStacks.of(store, build.ending());
    List<ImageReport> images = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      List<DiffId> stack = i < stacks.size() ? stacks.get(i) : List.of();
      images.add(ImageReport.of(store, disk, build, wanted.get(i), stack));
    }
    return new BuildReport(new BuildLogs(store).explain(build), images);
  }

  public BuildLog build() {
    return explanation.build();
  }

  /** One for all steps when there is one platform, and in logs that do not tell them apart. */
  private static List<BuildLog.Image> images(BuildLog build) {
    if (!build.images().isEmpty()) {
      return build.images();
    }
    Set<Integer> all =
        build.steps().stream().map(step -> step.place().number()).collect(Collectors.toSet());
    return List.of(new BuildLog.Image("", all));
  }
}
