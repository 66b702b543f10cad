package dev.jbuild.registry.key;

import java.nio.file.Path;

/** A password for tests. */
public record FixedPassword(String password) implements KeyPassword {
  @Override
  public char[] of(Path key) {
    return password.toCharArray();
  }

  @Override
  public String origin() {
    return "that of the test";
  }
}
