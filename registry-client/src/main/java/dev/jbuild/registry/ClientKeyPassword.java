package dev.jbuild.registry;

import dev.jbuild.registry.key.KeyPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The password of an encrypted key: in a file beside it, else as the environment says. */
final class ClientKeyPassword implements KeyPassword {

  /** The variable that holds the password of keys which have no file with one. */
  static final String VARIABLE = "JBUILD_CLIENT_KEY_PASSWORD";

  private final Path file;
  private final @Nullable String usual;

  /**
   * @param file that may hold the password
   * @param usual the value of the variable, null when it is not set
   */
  ClientKeyPassword(Path file, @Nullable String usual) {
    this.file = file;
    this.usual = usual;
  }

  /** The password of a key that turns out to be encrypted. */
  @Override
  public char[] of(Path key) throws IOException {
    try {
      return Files.readString(file).stripTrailing().toCharArray();
    } catch (NoSuchFileException e) {
      if (usual == null || usual.isEmpty()) {
        throw new SettingsException(
            key + " is encrypted: put its password into " + file + " or into " + VARIABLE, null);
      }
      return usual.toCharArray();
    } catch (IOException e) {
      throw new SettingsException("read " + file + ": " + e, e);
    }
  }

  /** Where the password came from. */
  @Override
  public String origin() {
    return Files.exists(file) ? "what " + file + " holds" : "the value of " + VARIABLE;
  }
}
