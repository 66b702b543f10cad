package dev.jbuild.executor;

/**
 * How containers are separated from the host, strongest first. Never silently weaker than asked.
 */
public enum Isolation {
  /** {@link #ROOT} for root, else {@link #ROOTLESS_FULL}. */
  AUTO("auto"),
  /** Namespaces made by root; ids in containers are the host's. */
  ROOT("root"),
  /** A user namespace with all subordinate ids of the user (newuidmap, /etc/subuid). */
  ROOTLESS_FULL("rootless-full"),
  /** A user namespace with one id: owners other than 0:0 cannot be kept. Only when asked for. */
  ROOTLESS_SINGLE("rootless-single");

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
        "unknown isolation " + word + ": auto, root, rootless-full or rootless-single");
  }
}
