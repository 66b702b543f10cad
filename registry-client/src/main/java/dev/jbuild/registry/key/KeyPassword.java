package dev.jbuild.registry.key;

import java.io.IOException;
import java.nio.file.Path;

/** Where the password of an encrypted key comes from. */
public interface KeyPassword {

  /**
   * The password of a key that turns out to be encrypted.
   *
   * @throws IOException when there is none; the message says how to give one
   */
  char[] of(Path key) throws IOException;

  /** Where the password came from, in words, such as {@code the value of COSIGN_PASSWORD}. */
  String origin();
}
