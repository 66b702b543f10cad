package dev.jbuild.builder.share;

import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
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
import java.util.Map;
import java.util.UUID;

/** A shared cache under a tag of an OCI image layout, which is made when it is not there. */
record LayoutTarget(Path directory, String tag, ContentStore content) implements CacheTarget {
  private static final byte[] VERSION =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

  @Override
  public void write(Manifest manifest, byte[] config) throws IOException {
    Files.createDirectories(directory);
    List<Descriptor> listed = others();
    for (Descriptor layer : manifest.layers()) {
      try (InputStream in = content.open(layer.digest())) {
        replace(blob(layer.digest()), in);
      }
    }
    replace(blob(manifest.config().digest()), new ByteArrayInputStream(config));
    replace(blob(manifest.digest()), new ByteArrayInputStream(manifest.raw()));
    replace(directory.resolve("oci-layout"), new ByteArrayInputStream(VERSION));
    listed.add(manifest.descriptor().withAnnotations(Map.of(LayoutFiles.TAG, tag)));
    replace(
        directory.resolve(LayoutFiles.INDEX),
        new ByteArrayInputStream(ImageIndex.of(listed).raw()));
  }

  /** What else the layout has stays in it. */
  private List<Descriptor> others() throws IOException {
    Path index = directory.resolve(LayoutFiles.INDEX);
    List<Descriptor> others = new ArrayList<>();
    if (Files.exists(index)) {
      others.addAll(ImageIndex.parse(Files.readAllBytes(index)).manifests());
      others.removeIf(manifest -> LayoutFiles.isTagged(manifest, tag));
    }
    return others;
  }

  private Path blob(Digest digest) throws IOException {
    Path file = LayoutFiles.blob(directory, digest);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return file;
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
