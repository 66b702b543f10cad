package dev.jbuild.builder.image;

import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An OCI image layout on the disk (image-spec, image-layout.md), which is made when it is not
 * there. What it has under other names stays in it; who reads sees the index before or after.
 */
final class LayoutDirectory {
  private static final byte[] VERSION =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

  private final Path directory;
  private final ContentStore content;

  LayoutDirectory(Path directory, ContentStore content) {
    this.directory = directory;
    this.content = content;
  }

  /** Adds an image whose blobs are all in the store; without names it is listed without one. */
  void add(OutgoingImage image, List<ImageReference> names) throws IOException {
    Files.createDirectories(directory);
    List<Descriptor> listed = listed();
    for (Descriptor blob : image.blobs()) {
      try (InputStream in = content.open(blob.digest())) {
        replace(blob(blob.digest()), in);
      }
    }
    for (Manifest manifest : image.manifests()) {
      replace(blob(manifest.digest()), manifest.raw());
    }
    Descriptor described = image.descriptor();
    replace(blob(described.digest()), image.raw());
    replace(directory.resolve("oci-layout"), VERSION);
    replace(directory.resolve("index.json"), ImageIndex.of(with(listed, described, names)).raw());
  }

  private List<Descriptor> listed() throws IOException {
    Path index = directory.resolve("index.json");
    return Files.exists(index)
        ? ImageIndex.parse(Files.readAllBytes(index)).manifests()
        : List.of();
  }

  private static List<Descriptor> with(
      List<Descriptor> listed, Descriptor image, List<ImageReference> names) {
    List<Descriptor> all = new ArrayList<>(listed);
    if (names.isEmpty()) {
      all.removeIf(other -> other.sameContent(image) && other.annotations().isEmpty());
      all.add(image);
    }
    for (ImageReference name : names) {
      // Readers ask by the tag alone, so a layout has one image for it.
      all.removeIf(other -> tag(name).equals(other.annotations().get(ArchiveNames.REF_NAME)));
    }
    for (ImageReference name : names) {
      all.add(image.withAnnotations(ArchiveNames.annotations(image, name)));
    }
    return all;
  }

  private static String tag(ImageReference name) {
    return String.valueOf(name.tag());
  }

  private Path blob(Digest digest) throws IOException {
    Path blobs = directory.resolve("blobs").resolve(digest.algorithm());
    Files.createDirectories(blobs);
    return blobs.resolve(digest.hex());
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    replace(file, new ByteArrayInputStream(bytes));
  }

  /** Also what is there already: it may be damaged, and reading it takes as long as writing. */
  private static void replace(Path file, InputStream in) throws IOException {
    Path made = file.resolveSibling(".new-" + UUID.randomUUID());
    try {
      try (OutputStream out = Files.newOutputStream(made, StandardOpenOption.CREATE_NEW)) {
        in.transferTo(out);
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
  }
}
