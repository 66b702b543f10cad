package dev.jbuild.executor;

/** The network that a container sees. */
public enum NetworkMode {
  /** The host's own. */
  HOST(0),
  /** A namespace with nothing but a loopback interface. */
  NONE(1),
  /**
   * A namespace of its own that reaches what the host reaches, but neither the host's loopback
   * interface nor its abstract sockets: 10.0.2.100 behind a user mode stack (slirp4netns or pasta),
   * with a resolver at {@link #RESOLVER}.
   */
  PRIVATE(2),
  /** A network that several containers share, as a {@link Membership} says. */
  SHARED(1);

  /**
   * Where a container of a network of its own is reached, without any other network only when ports
   * of it are published.
   */
  public static final String ADDRESS = "10.0.2.100";

  /** The name server of a private network: it asks the host's. */
  public static final String RESOLVER = "10.0.2.3";

  private final int code;

  NetworkMode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
