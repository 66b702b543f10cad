package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.content.ContentMismatchException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image of an OCI image layout on this machine, brought into the store. Nothing in the layout is
 * believed: each blob is checked against its digest.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">image
 *     layout</a>
 */
public final class LayoutImage {
  private final Store store;
  private final ContextSource.OciLayout layout;
  private final ImageReference name;

  /**
   * @param name what the build calls the image
   */
  public LayoutImage(Store store, ContextSource.OciLayout layout, ImageReference name) {
    this.store = store;
    this.layout = layout;
    this.name = name;
  }

  /**
   * Imports the image for a platform with its layers, which it gives no name in the store.
   *
   * @throws BuildException when the layout has no such image, or is damaged
   */
  public ResolvedImage resolve(Platform platform) throws BuildException, InterruptedException {
    return Attempt.to(
        "read the layout " + layout.directory(),
        () -> {
          try {
            return load(platform);
          } catch (OciFormatException | ContentMismatchException e) {
            throw wrong("it is damaged: " + e.getMessage(), e);
          } catch (NoSuchFileException e) {
            throw wrong("there is no file " + e.getFile(), e);
          }
        });
  }

  private ResolvedImage load(Platform platform) throws IOException, BuildException {
    Descriptor found = named();
    while (MediaTypes.isIndex(found.mediaType())) {
      ImageIndex index = ImageIndex.parse(document(found));
      found =
          index.select(platform).orElseThrow(() -> wrong("it has no image for " + platform, null));
    }
    Manifest manifest = Manifest.parse(document(found));
    byte[] raw = document(manifest.config());
    ImageConfig config = ImageConfig.parse(raw);
    if (config.diffIds().size() != manifest.layers().size()) {
      throw new OciFormatException("the config has other layers than the manifest");
    }
    for (int i = 0; i < manifest.layers().size(); i++) {
      layer(manifest.layers().get(i), config.diffIds().get(i));
    }
    store.content().put(raw);
    store.content().put(manifest.raw());
    return new ResolvedImage(
        LocalNames.digestName(name, manifest.digest()), manifest.descriptor(), manifest, config);
  }

  /** As docker: the digest, else the tag, else the only image there is. */
  private Descriptor named() throws IOException, BuildException {
    List<Descriptor> all = ImageIndex.parse(read("index.json")).manifests();
    Digest digest = layout.digest();
    if (digest != null) {
      Optional<Descriptor> listed =
          all.stream().filter(image -> image.digest().equals(digest)).findFirst();
      return listed.orElseThrow(() -> wrong("it has no image " + digest, null));
    }
    String tag = layout.tag() == null ? "latest" : layout.tag();
    Optional<Descriptor> tagged = all.stream().filter(image -> isTagged(image, tag)).findFirst();
    if (tagged.isEmpty() && (layout.tag() != null || all.size() != 1)) {
      throw wrong("it has no image with the tag " + tag + "; it has " + all.size(), null);
    }
    return tagged.orElseGet(all::getFirst);
  }

  /** The annotation has a tag alone, or the whole name. */
  private static boolean isTagged(Descriptor image, String tag) {
    return tag.equals(image.annotations().get(ArchiveNames.REF_NAME))
        || ArchiveNames.of(image).filter(full -> tag.equals(full.tag())).isPresent();
  }

  private byte[] document(Descriptor descriptor) throws IOException {
    byte[] raw = read(path(descriptor.digest()));
    try (BlobWriter check = store.content().write()) {
      check.write(raw);
      check.commit(descriptor.digest(), descriptor.size());
    }
    return raw;
  }

  private void layer(Descriptor layer, DiffId announced) throws IOException {
    if (store.layers().available(announced) && store.content().has(layer.digest())) {
      return;
    }
    try (InputStream in = Files.newInputStream(layout.directory().resolve(path(layer.digest())))) {
      DiffId found = store.layers().ingest(in, layer);
      if (!found.equals(announced)) {
        throw new OciFormatException(
            "layer " + layer.digest() + " unpacks to " + found + ", not " + announced);
      }
    }
  }

  private byte[] read(String path) throws IOException {
    Path file = layout.directory().resolve(path);
    return Files.readAllBytes(file);
  }

  private static String path(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }

  private BuildException wrong(String message, @Nullable Throwable cause) {
    return new BuildException(
        Kind.USER, null, "the OCI layout " + layout.directory() + ": " + message, cause);
  }
}
