package dev.jbuild.builder.sbom;

import dev.jbuild.builder.SbomFormat;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What software an image has. It says nothing of when or where it was made, so that equal images
 * have equal ones.
 */
public final class Sbom {
  private final SbomSubject subject;
  private final Inventory inventory;

  private Sbom(SbomSubject subject, Inventory inventory) {
    this.subject = subject;
    this.inventory = inventory;
  }

  /**
   * Reads the files of an image whose layers are in the store.
   *
   * @throws IOException when a layer is not there or cannot be read
   */
  public static Sbom of(Store store, LayerDisk disk, Manifest manifest, ImageConfig config)
      throws IOException {
    return new Sbom(
        SbomSubject.of(manifest, config), new ImageScan(store, disk, config.diffIds()).inventory());
  }

  /** The JSON form, for {@link dev.jbuild.oci.json.Json#write}. */
  public Map<String, Object> toJson(SbomFormat format) {
    return switch (format) {
      case SPDX -> new SpdxDocument(subject, inventory).toJson();
      case CYCLONEDX -> new CycloneDxDocument(subject, inventory).toJson();
    };
  }

  /** What says that there is more software, and could not be read; for people. */
  public List<String> unread() {
    return inventory.unread();
  }
}
