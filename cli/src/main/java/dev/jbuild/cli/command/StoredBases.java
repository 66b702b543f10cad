package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.engine.BaseFacts;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.check.BaseImages;
import dev.jbuild.parser.value.PlatformName;
import java.io.IOException;
import java.nio.file.Files;
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
  public BaseImage find(String name, PlatformName platform, Location user) {
    if (store == null) {
      return BaseImage.ASSUMED;
    }
    try {
      Optional<LocalImage> image = store.images().lookUp(name);
      return image.map(LocalImage::config).map(BaseFacts::of).orElse(BaseImage.ASSUMED);
    } catch (BuildException e) {
      jbuild.warn(name + " is checked as an unknown image: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return BaseImage.ASSUMED;
  }

  @Override
  public void close() throws IOException {
    if (store != null) {
      store.close();
    }
  }
}
