package dev.jbuild.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A content digest, {@code algorithm:hex}. Only {@code sha256} and {@code sha512} are registered
 * for images (image-spec, descriptor.md, "Registered Algorithms").
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  private static final Pattern SHA256_HEX = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern SHA512_HEX = Pattern.compile("[a-f0-9]{128}");

  public Digest {
    boolean valid =
        switch (algorithm) {
          case "sha256" -> SHA256_HEX.matcher(hex).matches();
          case "sha512" -> SHA512_HEX.matcher(hex).matches();
          default -> false;
        };
    if (!valid) {
      throw new OciFormatException(
          "not a sha256 or sha512 digest in lower-case hex: " + algorithm + ":" + hex);
    }
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
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("SHA-256 is required of every Java platform", e);
    }
  }

  /** A fresh computation of this digest's own algorithm, to verify content against it. */
  public MessageDigest newComputation() {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
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
