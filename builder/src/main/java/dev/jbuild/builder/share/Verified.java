package dev.jbuild.builder.share;

import dev.jbuild.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads small blobs, and only those that are what they are said to be. */
final class Verified {
  private Verified() {}

  static byte[] bytes(InputStream in, Descriptor blob, int most) throws IOException {
    byte[] bytes = atMost(in, most, blob.digest().toString());
    MessageDigest computation = blob.digest().newComputation();
    String found = HexFormat.of().formatHex(computation.digest(bytes));
    if (bytes.length != blob.size() || !found.equals(blob.digest().hex())) {
      throw new IOException("the blob " + blob.digest() + " is damaged");
    }
    return bytes;
  }

  static byte[] atMost(InputStream in, int most, String what) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new IOException(what + " is larger than " + most + " bytes");
    }
    return bytes;
  }
}
