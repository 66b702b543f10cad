package dev.jbuild.builder;

import dev.jbuild.oci.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to build of a Dockerfile: the target stage (null for the last), build arguments, labels put
 * on the image, and the platforms, at least one. Images for several come under one image index.
 */
public record StageOptions(
    @Nullable String target,
    Map<String, String> buildArgs,
    Map<String, String> labels,
    List<Platform> platforms) {

  public StageOptions {
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    platforms = List.copyOf(platforms);
    if (platforms.isEmpty()) {
      throw new IllegalArgumentException("a build is for a platform");
    }
  }

  /** The last stage for this machine's platform. */
  public static StageOptions defaults() {
    return new StageOptions(null, Map.of(), Map.of(), List.of(Platform.host()));
  }

  /** The platform, the first if there are several. */
  public Platform platform() {
    return platforms.getFirst();
  }

  public StageOptions withTarget(@Nullable String value) {
    return new StageOptions(value, buildArgs, labels, platforms);
  }

  public StageOptions withBuildArgs(Map<String, String> value) {
    return new StageOptions(target, value, labels, platforms);
  }

  public StageOptions withLabels(Map<String, String> value) {
    return new StageOptions(target, buildArgs, value, platforms);
  }

  public StageOptions withPlatform(Platform value) {
    return withPlatforms(List.of(value));
  }

  public StageOptions withPlatforms(List<Platform> value) {
    return new StageOptions(target, buildArgs, labels, value);
  }
}
