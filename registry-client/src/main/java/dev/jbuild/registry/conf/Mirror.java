package dev.jbuild.registry.conf;

/**
 * Another place to pull from, before the registry itself is asked.
 *
 * @param location host, optional port and optional path, in the place of the registry's
 * @param insecure whether its certificate is not checked and plain http is spoken if it has none
 */
public record Mirror(String location, boolean insecure, PullFrom pulls) {

  /** Which pulls go there. */
  public enum PullFrom {
    ALL,
    DIGEST_ONLY,
    TAG_ONLY;

    boolean takes(boolean byDigest) {
      return switch (this) {
        case ALL -> true;
        case DIGEST_ONLY -> byDigest;
        case TAG_ONLY -> !byDigest;
      };
    }
  }
}
