package dev.jbuild.builder.image;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** A file that was in an image archive, unpacked to {@code path} and digested on the way. */
record ArchiveFile(String name, Path path, Digest digest, long size) {
  /** As for registries: what is longer is no manifest and no config (distribution-spec). */
  private static final long MAX_DOCUMENT = 4 * 1024 * 1024;

  InputStream open() throws IOException {
    return Files.newInputStream(path);
  }

  /** All of a manifest, a config or the like. */
  byte[] document() throws IOException {
    if (size > MAX_DOCUMENT) {
      throw new ArchiveException(name + " is " + size + " bytes long, which no such document is");
    }
    return Files.readAllBytes(path);
  }

  boolean has(Digest expected) throws IOException {
    if (expected.algorithm().equals(digest.algorithm())) {
      return expected.equals(digest);
    }
    MessageDigest computation = expected.newComputation();
    try (InputStream in = new DigestInputStream(open(), computation)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return expected.matches(computation);
  }

  Descriptor as(String mediaType) {
    return Descriptor.of(mediaType, digest, size);
  }
}
