package dev.jbuild.registry.sign;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.FetchedManifest;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryException;
import dev.jbuild.registry.TransferListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tag {@code sha256-<hex>.SUFFIX} with a manifest whose layers all say something of one digest
 * (cosign, SIGNATURE_SPEC.md, "Tag-based Discovery").
 *
 * @param image repository that has the digest
 */
record CosignTag(RegistryClient client, ImageReference image, Digest digest, String suffix) {

  private ImageReference tag() {
    String name = digest.algorithm() + "-" + digest.hex() + "." + suffix;
    return new ImageReference(image.registry(), image.repository(), name, null);
  }

  /** What everybody would read, from mirrors too; nothing when there is no such tag. */
  List<Descriptor> layers() throws IOException {
    try {
      return layers(Optional.of(client.manifest(tag())));
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /** What the registry itself has, which is what one adds to. */
  List<Descriptor> ownLayers() throws IOException {
    return layers(client.ownManifest(tag()));
  }

  private static List<Descriptor> layers(Optional<FetchedManifest> manifest) {
    try {
      return manifest.isEmpty() ? List.of() : Manifest.parse(manifest.get().raw()).layers();
    } catch (OciFormatException e) {
      return List.of(); // of somebody else, then
    }
  }

  /** Points the tag to these layers, which have been pushed. */
  void put(List<Descriptor> layers) throws IOException {
    byte[] config = config(layers);
    Descriptor described = Descriptor.of(MediaTypes.OCI_CONFIG, config);
    push(described, config);
    Manifest manifest = Manifest.of(described, layers);
    client.pushManifest(tag(), manifest.mediaType(), manifest.raw());
  }

  void push(Descriptor blob, byte[] content) throws IOException {
    client.pushBlob(image, blob, () -> new ByteArrayInputStream(content), TransferListener.NONE);
  }

  /** An image config without an image, of which readers take the list of layers. */
  static byte[] config(List<Descriptor> layers) {
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("type", "layers");
    files.put("diff_ids", layers.stream().map(layer -> layer.digest().toString()).toList());
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("architecture", "");
    config.put("os", "");
    config.put("config", Map.of());
    config.put("rootfs", files);
    return Json.write(config);
  }
}
