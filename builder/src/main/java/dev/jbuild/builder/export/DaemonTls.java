package dev.jbuild.builder.export;

import dev.jbuild.registry.PemTls;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How a daemon is spoken to by TLS: with which files, and whether it must be trusted. */
record DaemonTls(PemTls files, boolean verified) {

  /**
   * The files {@code ca.pem}, {@code cert.pem} and {@code key.pem} that a directory has.
   *
   * @param keyPassword of a key that is encrypted, null for none
   */
  static DaemonTls in(Path directory, boolean verified, @Nullable String keyPassword) {
    return new DaemonTls(
        new PemTls(
            present(directory, "ca.pem"),
            present(directory, "cert.pem"),
            present(directory, "key.pem"),
            keyPassword),
        verified);
  }

  private static @Nullable Path present(Path directory, String name) {
    Path file = directory.resolve(name);
    return Files.exists(file) ? file : null;
  }
}
