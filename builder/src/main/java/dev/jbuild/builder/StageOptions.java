package dev.jbuild.builder;

import dev.jbuild.oci.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to build of a Dockerfile: the target stage (null for the last), build arguments, labels put
 * on the image, and the platform.
 */
public record StageOptions(
    @Nullable String target,
    Map<String, String> buildArgs,
    Map<String, String> labels,
    Platform platform) {

  public StageOptions {
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** The last stage for this machine's platform. */
  public static StageOptions defaults() {
    return new StageOptions(null, Map.of(), Map.of(), Platform.host());
  }

  public StageOptions withTarget(@Nullable String value) {
    return new StageOptions(value, buildArgs, labels, platform);
  }

  public StageOptions withBuildArgs(Map<String, String> value) {
    return new StageOptions(target, value, labels, platform);
  }

  public StageOptions withLabels(Map<String, String> value) {
    return new StageOptions(target, buildArgs, value, platform);
  }

  public StageOptions withPlatform(Platform value) {
    return new StageOptions(target, buildArgs, labels, value);
  }
}
