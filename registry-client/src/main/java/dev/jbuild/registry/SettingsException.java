package dev.jbuild.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something that the user has set is wrong; trying again does not help. */
final class SettingsException extends IOException {

  SettingsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
