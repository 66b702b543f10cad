package dev.jbuild.builder;

import dev.jbuild.oci.layer.ByteString;
import java.nio.file.Path;

/** Where a secret of {@code RUN --mount=type=secret} comes from; read only when a step needs it. */
public sealed interface SecretSource {

  /** A file of this machine. */
  record File(Path path) implements SecretSource {}

  /** Bytes at hand; a variable's value, for example. */
  record Value(ByteString bytes) implements SecretSource {
    @Override
    public String toString() {
      return "Value[" + bytes.size() + " bytes]";
    }
  }

  /** What a command of this machine's {@code /bin/sh} writes to its standard output. */
  record Command(String script) implements SecretSource {}
}
