package dev.jbuild.oci;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image, {@code [registry/]repository[:tag][@digest]}, normalised as docker does: no
 * registry means docker.io, a single-word repository there gets {@code library/}, neither tag nor
 * digest means {@code :latest} (distribution/reference, grammar of reference.go).
 */
public record ImageReference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest)
    implements Comparable<ImageReference> {

  private static final String DOCKER_HUB = "docker.io";
  private static final String OFFICIAL = "library/";
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern REGISTRY =
      Pattern.compile("(?:\\[[0-9a-fA-F:]+]|[a-zA-Z0-9]+(?:[.-]+[a-zA-Z0-9]+)*)(?::[0-9]{1,5})?");

  public ImageReference {
    if (!REGISTRY.matcher(registry).matches()) {
      throw new OciFormatException("invalid reference format: registry \"" + registry + "\"");
    }
    if (repository.length() > 255 || !REPOSITORY.matcher(repository).matches()) {
      String lower = repository.toLowerCase(Locale.ROOT);
      throw new OciFormatException(
          !lower.equals(repository) && REPOSITORY.matcher(lower).matches()
              ? "invalid reference format: repository name (" + repository + ") must be lowercase"
              : "invalid reference format: repository name \"" + repository + "\"");
    }
    if (tag != null && !TAG.matcher(tag).matches()) {
      throw new OciFormatException("invalid reference format: tag \"" + tag + "\"");
    }
    if (tag == null && digest == null) {
      tag = "latest";
    }
  }

  /**
   * Reads a name as people write it.
   *
   * @throws OciFormatException with docker's wording for what is wrong
   */
  public static ImageReference parse(String text) {
    String rest = text;
    Digest digest = null;
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Digest.parse(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    String tag = null;
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
    }
    if (rest.isEmpty()) {
      throw new OciFormatException("invalid reference format: \"" + text + "\" names no image");
    }
    int slash = rest.indexOf('/');
    if (slash < 0 || !isRegistry(rest.substring(0, slash))) {
      return ofHub(rest, tag, digest);
    }
    String registry = rest.substring(0, slash);
    String repository = rest.substring(slash + 1);
    if (registry.equals(DOCKER_HUB) || registry.equals("index.docker.io")) {
      return ofHub(repository, tag, digest);
    }
    return new ImageReference(registry, repository, tag, digest);
  }

  private static ImageReference ofHub(
      String repository, @Nullable String tag, @Nullable Digest digest) {
    String full = repository.indexOf('/') < 0 ? OFFICIAL + repository : repository;
    return new ImageReference(DOCKER_HUB, full, tag, digest);
  }

  /**
   * A first component is a registry when it has a dot or a port, or is localhost, or has upper
   * case.
   */
  private static boolean isRegistry(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(Locale.ROOT));
  }

  public ImageReference withDigest(@Nullable Digest value) {
    return new ImageReference(registry, repository, tag, value);
  }

  public ImageReference withTag(@Nullable String value) {
    return new ImageReference(registry, repository, value, digest);
  }

  /** The short form that people type: without docker.io and library/. */
  public String familiar() {
    if (!registry.equals(DOCKER_HUB)) {
      return toString();
    }
    String name =
        repository.startsWith(OFFICIAL) ? repository.substring(OFFICIAL.length()) : repository;
    return name + suffix();
  }

  private String suffix() {
    return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }

  @Override
  public int compareTo(ImageReference other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return registry + "/" + repository + suffix();
  }
}
