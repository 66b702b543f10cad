package dev.jbuild.parser.value;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The grammar of image names.
 *
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference">the grammar</a>
 */
public final class ImageName {
  private static final String INVALID = "invalid reference format";

  /** Longer names are wrong in any case; they are not even matched. */
  private static final int LONGEST = 1024;

  private static final int LONGEST_REPOSITORY = 255;
  private static final String OFFICIAL = "library/";
  private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}");

  private ImageName() {}

  private record Parts(String domain, String remainder) {}

  /** Checks a name as people write it: {@code alpine}, {@code host:5000/a/b:tag@sha256:...}. */
  public static void check(String name) throws InvalidValueException {
    if (ID.matcher(name).matches()) {
      throw new InvalidValueException(
          "invalid repository name (" + name + "), cannot specify 64-byte hexadecimal strings");
    }
    Parts parts = split(name);
    String remainder = parts.remainder;
    int colon = remainder.indexOf(':');
    String remote = colon < 0 ? remainder : remainder.substring(0, colon);
    if (!remote.equals(remote.toLowerCase(Locale.ROOT))) {
      throw new InvalidValueException(
          INVALID + ": repository name (" + remote + ") must be lowercase");
    }
    checkParts(parts);
  }

  private static void checkParts(Parts parts) throws InvalidValueException {
    String rest = parts.remainder;
    int at = rest.indexOf('@');
    String digest = at < 0 ? null : rest.substring(at + 1);
    rest = at < 0 ? rest : rest.substring(0, at);
    int colon = rest.lastIndexOf(':');
    String tag = colon < 0 ? null : rest.substring(colon + 1);
    String path = colon < 0 ? rest : rest.substring(0, colon);
    boolean valid =
        rest.length() <= LONGEST
            && parts.domain.length() <= LONGEST
            && PATH.matcher(path).matches()
            && DOMAIN.matcher(parts.domain).matches()
            && (tag == null || TAG.matcher(tag).matches())
            && (digest == null || (digest.length() <= LONGEST && DIGEST.matcher(digest).matches()));
    if (!valid) {
      throw new InvalidValueException(INVALID);
    }
    if (path.length() > LONGEST_REPOSITORY) {
      throw new InvalidValueException(
          "repository name must not be more than " + LONGEST_REPOSITORY + " characters");
    }
    if (digest != null) {
      Checksum.check(digest);
    }
  }

  /** A first component is a registry if it has a dot or a port, is localhost, or has upper case. */
  private static Parts split(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return new Parts("docker.io", OFFICIAL + name);
    }
    String first = name.substring(0, slash);
    boolean registry =
        first.equals("localhost")
            || first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || !first.equals(first.toLowerCase(Locale.ROOT));
    String domain = registry ? first : "docker.io";
    String remainder = registry ? name.substring(slash + 1) : name;
    if (domain.equals("index.docker.io")) {
      domain = "docker.io";
    }
    boolean official = domain.equals("docker.io") && remainder.indexOf('/') < 0;
    return new Parts(domain, official ? OFFICIAL + remainder : remainder);
  }
}
