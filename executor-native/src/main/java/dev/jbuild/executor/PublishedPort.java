package dev.jbuild.executor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A port of a container that the host's clients reach. Needs a network of the container's own.
 *
 * @param hostAddress an IP address of the host; null for all, of IPv4 and IPv6
 * @param firstHostPort the first that is free from here to {@code lastHostPort} is taken; both 0
 *     for any free port
 */
public record PublishedPort(
    @Nullable String hostAddress,
    int firstHostPort,
    int lastHostPort,
    int containerPort,
    Protocol protocol) {
  private static final int HIGHEST = 65535;

  public PublishedPort {
    if (firstHostPort < 0 || lastHostPort > HIGHEST || firstHostPort > lastHostPort) {
      throw new IllegalArgumentException(
          "no port range of a host: " + firstHostPort + "-" + lastHostPort);
    }
    if (containerPort < 1 || containerPort > HIGHEST) {
      throw new IllegalArgumentException("no port of a container: " + containerPort);
    }
  }

  /** What is spoken on a port. */
  public enum Protocol {
    TCP(0),
    UDP(1);

    private final int code;

    Protocol(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** As in {@code 80/tcp}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** On any free port of all addresses. */
  public static PublishedPort anywhere(int containerPort, Protocol protocol) {
    return new PublishedPort(null, 0, 0, containerPort, protocol);
  }
}
