package dev.jbuild.registry.proxy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A proxy cannot be used, or does not reach what is asked for. */
public final class ProxyException extends IOException {

  private final boolean ofTarget;

  private ProxyException(String message, boolean ofTarget, @Nullable Throwable cause) {
    super(message, cause);
    this.ofTarget = ofTarget;
  }

  /** The proxy itself is wrong or away. */
  static ProxyException unusable(ProxyServer proxy, String why, @Nullable Throwable cause) {
    return new ProxyException("the " + proxy + " " + why, false, cause);
  }

  /** The proxy works; what lies behind it cannot be reached. */
  static ProxyException unreached(ProxyServer proxy, String target, String why) {
    return new ProxyException(
        "the " + proxy + " does not reach " + target + ": " + why, true, null);
  }

  /** Whether it is the server behind the proxy that is away: it may come back. */
  public boolean isOfTarget() {
    return ofTarget;
  }
}
