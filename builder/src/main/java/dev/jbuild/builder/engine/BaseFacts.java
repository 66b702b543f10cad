package dev.jbuild.builder.engine;

import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.value.InvalidValueException;
import dev.jbuild.parser.value.PlatformName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Images and platforms in the words of the Dockerfile checks. */
public final class BaseFacts {
  private BaseFacts() {}

  /** What the checks need to know of an image. */
  public static BaseImage of(ImageConfig image) {
    ContainerConfig config = image.config();
    Map<String, String> env = new LinkedHashMap<>();
    for (String variable : config.env()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        env.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return new BaseImage(
        env,
        Objects.requireNonNullElse(config.shell(), List.of()),
        Objects.requireNonNullElse(config.workingDir(), "/"),
        config.onBuild(),
        platform(image.platform()));
  }

  /** The name of a platform, or null for one that cannot be written and so not be compared. */
  public static @Nullable PlatformName platform(Platform platform) {
    try {
      return PlatformName.parse(platform.toString());
    } catch (InvalidValueException e) {
      return null;
    }
  }

  /** The platform of this machine. */
  public static PlatformName host() {
    return Objects.requireNonNull(platform(Platform.host()), "the platform of this machine");
  }
}
