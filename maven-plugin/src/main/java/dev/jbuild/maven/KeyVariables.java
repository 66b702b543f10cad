package dev.jbuild.maven;

import dev.jbuild.registry.key.KeyException;
import dev.jbuild.registry.key.KeyPassword;
import java.nio.file.Path;
import java.util.List;

/** Passwords of signing keys from the environment, since nobody can be asked in a Maven build. */
final class KeyVariables implements KeyPassword {
  private static final List<String> NAMES = List.of("JBUILD_KEY_PASSWORD", "COSIGN_PASSWORD");

  @Override
  public char[] of(Path key) throws KeyException {
    for (String name : NAMES) {
      String value = System.getenv(name);
      if (value != null) {
        return value.toCharArray();
      }
    }
    throw new KeyException(
        key + " is encrypted: put its password into " + String.join(" or ", NAMES));
  }

  @Override
  public String origin() {
    return "the value of " + String.join(" or ", NAMES);
  }
}
