package dev.jbuild.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A content digest, {@code algorithm:hex}. Only {@code sha256} and {@code sha512} are registered
 * for images (image-spec, descriptor.md, "Registered Algorithms").
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  /** Copied, since looking for a provider takes longer than hashing a small file. */
  private static final MessageDigest SHA256 = sha("SHA-256");

  public Digest {
    boolean valid =
        switch (algorithm) {
          case "sha256" -> isHex(hex, 64);
          case "sha512" -> isHex(hex, 128);
          default -> false;
        };
    if (!valid) {
      throw new OciFormatException(
          "not a sha256 or sha512 digest in lower-case hex: " + algorithm + ":" + hex);
    }
  }

  private static boolean isHex(String text, int length) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == length;
  }

  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new OciFormatException("a digest has the form sha256:<64 hex digits>, not: " + text);
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /** The SHA-256 digest of all of {@code bytes}. */
  public static Digest sha256(byte[] bytes) {
    return ofSha256(newSha256().digest(bytes));
  }

  /** Finishes {@code sha256}, which is reset by this, as {@link MessageDigest#digest()} does. */
  public static Digest ofSha256(MessageDigest sha256) {
    return ofSha256(sha256.digest());
  }

  /** A fresh SHA-256 computation; every Java platform has one. */
  public static MessageDigest newSha256() {
    try {
      return (MessageDigest) SHA256.clone();
    } catch (CloneNotSupportedException e) {
      return sha("SHA-256");
    }
  }

  /** A fresh computation of this digest's own algorithm, to verify content against it. */
  public MessageDigest newComputation() {
    return algorithm.equals("sha512") ? sha("SHA-512") : newSha256();
  }

  private static MessageDigest sha(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("SHA-2 is required of every Java platform", e);
    }
  }

  /** Finishes {@code computation} and tells whether what it saw has this digest. */
  public boolean matches(MessageDigest computation) {
    return HexFormat.of().formatHex(computation.digest()).equals(hex);
  }

  private static Digest ofSha256(byte[] hash) {
    return new Digest("sha256", HexFormat.of().formatHex(hash));
  }

  /** The first 12 hex digits, as people are shown digests. */
  public String shortHex() {
    return hex.substring(0, 12);
  }

  // A record's own ones are method handles, which are slow until they are compiled.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest it && hex.equals(it.hex) && algorithm.equals(it.algorithm);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(Digest other) {
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
