package dev.jbuild.builder.image;

import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes images as a tar that is an OCI image layout and a docker archive at once, as docker itself
 * does since version 25; both descriptions are of the same blobs. Equal images give equal bytes.
 */
final class ArchiveWriter implements AutoCloseable {
  private static final String BLOBS = "blobs/sha256/";

  private final ContentStore content;
  private final TarArchiveOutputStream tar;
  private final Set<Digest> written = new HashSet<>();
  private final List<Descriptor> index = new ArrayList<>();
  private final List<Map<String, Object>> docker = new ArrayList<>();
  private final Map<String, Map<String, Object>> repositories = new LinkedHashMap<>();

  ArchiveWriter(ContentStore content, OutputStream out) throws IOException {
    this.content = content;
    this.tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    directory("blobs/");
    directory(BLOBS);
  }

  /** Writes an image, or those of an index, whose blobs are all in the store. */
  void add(OutgoingImage image, List<ImageReference> names) throws IOException {
    for (Descriptor blob : image.blobs()) {
      blob(blob.digest(), blob.size());
    }
    for (Manifest manifest : image.manifests()) {
      document(manifest.digest(), manifest.raw());
    }
    Descriptor described = image.descriptor();
    document(described.digest(), image.raw());
    if (names.isEmpty()) {
      index.add(described);
    }
    for (ImageReference name : names) {
      index.add(described.withAnnotations(ArchiveNames.annotations(described, name)));
      describeRepository(image.shown(), name);
    }
    docker.add(dockerEntry(image.shown(), names));
  }

  private static Map<String, Object> dockerEntry(Manifest manifest, List<ImageReference> names) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("Config", BLOBS + manifest.config().digest().hex());
    entry.put("RepoTags", names.stream().map(ImageReference::familiar).toList());
    entry.put(
        "Layers", manifest.layers().stream().map(layer -> BLOBS + layer.digest().hex()).toList());
    return entry;
  }

  private void document(Digest digest, byte[] raw) throws IOException {
    if (written.add(digest)) {
      file(BLOBS + digest.hex(), raw);
    }
  }

  /** The oldest description, by the name of the topmost layer. */
  private void describeRepository(Manifest manifest, ImageReference name) {
    String familiar = name.familiar();
    String tag = String.valueOf(name.tag());
    if (!manifest.layers().isEmpty()) {
      repositories
          .computeIfAbsent(
              familiar.substring(0, familiar.length() - tag.length() - 1),
              repository -> new LinkedHashMap<>())
          .put(tag, manifest.layers().getLast().digest().hex());
    }
  }

  private void blob(Digest digest, long size) throws IOException {
    if (!digest.algorithm().equals("sha256")) {
      throw new ArchiveException("docker archives know sha256 digests only, not " + digest);
    }
    if (written.add(digest)) {
      try (InputStream in = content.open(digest)) {
        begin(BLOBS + digest.hex(), size);
        in.transferTo(tar);
        tar.closeArchiveEntry();
      }
    }
  }

  /** Writes what describes the images, and the end of the archive. */
  void finish() throws IOException {
    file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    file("index.json", ImageIndex.of(index).raw());
    file("manifest.json", Json.write(docker));
    file("repositories", Json.write(repositories));
    tar.finish();
    tar.flush();
  }

  private void file(String name, byte[] bytes) throws IOException {
    begin(name, bytes.length);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private void begin(String name, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(0100644);
    put(entry);
  }

  private void directory(String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(040755);
    put(entry);
    tar.closeArchiveEntry();
  }

  private void put(TarArchiveEntry entry) throws IOException {
    entry.setIds(0, 0);
    entry.setUserName("");
    entry.setGroupName("");
    entry.setModTime(Instant.EPOCH.toEpochMilli());
    tar.putArchiveEntry(entry);
  }

  /** Without {@link #finish} the archive stays cut off, which every reader sees. */
  @Override
  public void close() throws IOException {
    tar.flush();
  }
}
