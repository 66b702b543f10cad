package dev.jbuild.builder;

import java.util.Locale;
import java.util.Optional;

/** The network that RUN steps see unless they say otherwise. */
public enum NetworkMode {
  /** What works on every machine: the host's network. */
  DEFAULT,
  HOST,
  /** One of the step's own, from which it reaches what the host reaches. */
  PRIVATE,
  /** Only a loopback interface. */
  NONE;

  /** The mode of that lower-case name. */
  public static Optional<NetworkMode> parse(String name) {
    for (NetworkMode mode : values()) {
      if (mode.toString().equals(name)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** The name as options and flags have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
