package dev.jbuild.registry.conf;

import java.io.IOException;

/**
 * A {@code registries.conf} that cannot be used; the message names the file and the place in it.
 */
public final class RegistriesConfException extends IOException {

  RegistriesConfException(String message) {
    super(message);
  }
}
