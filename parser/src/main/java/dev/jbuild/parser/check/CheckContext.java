package dev.jbuild.parser.check;

import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.value.PlatformName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The build that a Dockerfile is checked for.
 *
 * @param buildArgs the build arguments
 * @param stages which stages count
 * @param platforms where it is built, and for what
 * @param ignoreFile what is left out of the build context
 * @param baseImages what is known of images
 */
public record CheckContext(
    Map<String, String> buildArgs,
    Stages stages,
    Platforms platforms,
    IgnoreFile ignoreFile,
    BaseImages baseImages) {

  /**
   * The stages that are checked.
   *
   * @param target the name of the stage to build, or null for the last one
   * @param all whether stages are checked as well that the target does not need
   */
  public record Stages(@Nullable String target, boolean all) {}

  /** The platforms of a build: the machine's own, and the image's. */
  public record Platforms(PlatformName build, PlatformName target) {}

  /** Every stage, for Linux on amd64, no build arguments, nothing left out, all images unknown. */
  public static final CheckContext DEFAULT =
      new CheckContext(
          Map.of(),
          new Stages(null, true),
          new Platforms(PlatformName.LINUX_AMD64, PlatformName.LINUX_AMD64),
          IgnoreFile.EMPTY,
          (name, platform, user) -> BaseImage.ASSUMED);

  public CheckContext {
    buildArgs = Collections.unmodifiableMap(new TreeMap<>(buildArgs));
  }

  public CheckContext withBuildArgs(Map<String, String> value) {
    return new CheckContext(value, stages, platforms, ignoreFile, baseImages);
  }

  /** Checks what a build of the target needs, the last stage for null. */
  public CheckContext withTarget(@Nullable String target) {
    return new CheckContext(
        buildArgs, new Stages(target, false), platforms, ignoreFile, baseImages);
  }

  public CheckContext withPlatforms(Platforms value) {
    return new CheckContext(buildArgs, stages, value, ignoreFile, baseImages);
  }

  /** The same build for each of several platforms. */
  public List<CheckContext> forTargets(List<PlatformName> targets) {
    return targets.stream()
        .map(target -> withPlatforms(new Platforms(platforms.build(), target)))
        .toList();
  }

  public CheckContext withIgnoreFile(IgnoreFile value) {
    return new CheckContext(buildArgs, stages, platforms, value, baseImages);
  }

  public CheckContext withBaseImages(BaseImages value) {
    return new CheckContext(buildArgs, stages, platforms, ignoreFile, value);
  }
}
