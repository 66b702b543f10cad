package dev.jbuild.executor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How containers are separated from the host, strongest first. Never silently weaker than asked.
 */
public enum Isolation {
  /** The strongest that this machine and user can have; a weaker one than usual is told. */
  AUTO("auto"),
  /** Namespaces made by root; ids in containers are the host's. */
  ROOT("root"),
  /** A user namespace with all subordinate ids of the user (newuidmap, /etc/subuid). */
  ROOTLESS_FULL("rootless-full"),
  /** A user namespace with one id. */
  ROOTLESS_SINGLE("rootless-single"),
  /**
   * A user namespace, with all ids that can be had, in a container that allows no new /proc: RUN
   * sees the processes of that container.
   */
  NESTED("nested"),
  /** No isolation but that of an outer container: a chroot on a copy of the image. For root. */
  CHROOT("chroot");

  private final String word;

  Isolation(String word) {
    this.word = word;
  }

  /** The word for command lines and messages. */
  public String word() {
    return word;
  }

  /**
   * The isolation with this word.
   *
   * @throws IllegalArgumentException naming the known words
   */
  public static Isolation parse(String word) {
    for (Isolation isolation : values()) {
      if (isolation.word.equals(word)) {
        return isolation;
      }
    }
    throw new IllegalArgumentException(
        "unknown isolation "
            + word
            + ": "
            + Arrays.stream(values()).map(Isolation::word).collect(Collectors.joining(", ")));
  }
}
