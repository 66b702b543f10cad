package dev.jbuild.registry;

import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registry did not do what it was asked for. The message names the registry, the repository and
 * the reference, and says what to do; text from the network in it is at most 2 KiB long, free of
 * control characters and of credentials.
 */
public final class RegistryException extends IOException {

  /** What went wrong, for callers that decide by it. */
  public enum Kind {
    /** The registry has no such repository, tag, manifest or blob. */
    NOT_FOUND,
    /** The registry refuses access, with or without credentials. */
    DENIED,
    /** The registry could not be reached, or kept failing, although the request was repeated. */
    UNREACHABLE,
    /** The registry answered something that the specification forbids, or wrong bytes. */
    INVALID_REPLY,
    /** The registry understood the request and turned it down, for example as too large. */
    REFUSED
  }

  private final Kind kind;
  private final transient ImageReference reference;

  RegistryException(
      Kind kind, ImageReference reference, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.reference = reference;
  }

  /** The last of several failures to get the same thing, which tells of the others as well. */
  static RegistryException lastOf(List<RegistryException> failures) {
    RegistryException last = failures.getLast();
    List<RegistryException> others = failures.subList(0, failures.size() - 1);
    if (others.isEmpty()) {
      return last;
    }
    StringBuilder message = new StringBuilder(String.valueOf(last.getMessage()));
    others.forEach(each -> message.append("; before that, ").append(each.getMessage()));
    RegistryException all =
        new RegistryException(last.kind, last.reference, message.toString(), last);
    others.forEach(all::addSuppressed);
    return all;
  }

  public Kind kind() {
    return kind;
  }

  /** The image that was asked for; of a login only its registry means something. */
  public ImageReference reference() {
    return reference;
  }

  /** The registry as named in the reference. */
  public String registry() {
    return reference.registry();
  }

  public String repository() {
    return reference.repository();
  }
}
