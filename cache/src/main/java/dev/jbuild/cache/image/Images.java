package dev.jbuild.cache.image;

import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.util.Optional;

/** Reads the manifests and configs of the store. Layers are not looked at. */
public final class Images {
  private static final int MAX_NESTING = 4;

  private final StoreDirectory directory;
  private final ContentStore content;

  public Images(StoreDirectory directory, ContentStore content) {
    this.directory = directory;
    this.content = content;
  }

  /** As {@link #open(Descriptor, Platform)}, for the platform of this machine. */
  public Optional<StoredImage> open(Descriptor descriptor) throws IOException {
    return open(descriptor, Platform.host());
  }

  /**
   * The image that {@code descriptor} names: of an index the first manifest for {@code platform}.
   * Empty when a part of it is not in the store or is damaged (with a warning), or when the index
   * has nothing for the platform.
   */
  public Optional<StoredImage> open(Descriptor descriptor, Platform platform) throws IOException {
    try {
      return open(descriptor, platform, MAX_NESTING);
    } catch (LostContentException e) {
      return Optional.empty();
    } catch (OciFormatException e) {
      directory.warn("image " + descriptor.digest() + " is not readable: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<StoredImage> open(Descriptor descriptor, Platform platform, int nesting)
      throws IOException {
    byte[] raw = content.read(descriptor.digest());
    if (MediaTypes.isIndex(descriptor.mediaType())) {
      if (nesting == 0) {
        throw new OciFormatException("its image indexes are nested too deeply");
      }
      Optional<Descriptor> chosen = ImageIndex.parse(raw).select(platform);
      return chosen.isEmpty() ? Optional.empty() : open(chosen.get(), platform, nesting - 1);
    }
    Manifest manifest = Manifest.parse(raw);
    ImageConfig config = ImageConfig.parse(content.read(manifest.config().digest()));
    return Optional.of(new StoredImage(descriptor, manifest, config));
  }
}
