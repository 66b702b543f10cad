package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.check.BaseImages;
import dev.jbuild.parser.value.InvalidValueException;
import dev.jbuild.parser.value.PlatformName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the local store knows of base images; no registry is asked, and no store is made. */
final class StoredBases implements BaseImages, AutoCloseable {
  private final Jbuild jbuild;
  private final @Nullable OpenStore store;

  private StoredBases(Jbuild jbuild, @Nullable OpenStore store) {
    this.jbuild = jbuild;
    this.store = store;
  }

  static StoredBases of(Jbuild jbuild) throws IOException {
    boolean exists = Files.isDirectory(jbuild.places().storeRoot().resolve("blobs"));
    return new StoredBases(jbuild, exists ? OpenStore.of(jbuild) : null);
  }

  @Override
  public BaseImage find(String name, PlatformName platform) {
    if (store == null) {
      return BaseImage.ASSUMED;
    }
    try {
      Optional<LocalImage> image = store.images().lookUp(name);
      return image.map(StoredBases::base).orElse(BaseImage.ASSUMED);
    } catch (BuildException e) {
      jbuild.warn(name + " is checked as an unknown image: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return BaseImage.ASSUMED;
  }

  private static BaseImage base(LocalImage image) {
    ContainerConfig config = image.config().config();
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
        platform(image.config().platform()));
  }

  private static @Nullable PlatformName platform(Platform platform) {
    try {
      return PlatformName.parse(platform.toString());
    } catch (InvalidValueException e) {
      return null; // a platform that cannot be written cannot be compared
    }
  }

  @Override
  public void close() throws IOException {
    if (store != null) {
      store.close();
    }
  }
}
