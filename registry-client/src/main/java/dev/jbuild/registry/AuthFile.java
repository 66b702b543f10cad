package dev.jbuild.registry;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes files of credentials: whole or not at all, and for the user alone. */
final class AuthFile {

  private AuthFile() {}

  /** Replaces the file, or what it links to. */
  static void write(AuthConfig config) throws IOException {
    Path file = Files.exists(config.file()) ? config.file().toRealPath() : config.file();
    Path directory = file.toAbsolutePath().getParent();
    StringBuilder text = new StringBuilder();
    append(text, config.json(), "\n");
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      // Made by createTempFile with rw------- from the first moment on.
      Path temporary = Files.createTempFile(directory, ".jbuild-auth", "");
      try {
        writeThrough(temporary, text.append('\n').toString());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new IOException("write credentials to " + file + ": " + e, e);
    }
  }

  private static void writeThrough(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Indented by tabs, as docker writes it: people edit this file. */
  private static void append(StringBuilder text, @Nullable Object value, String margin) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator).append(margin).append('\t');
        text.append(compact(String.valueOf(entry.getKey()))).append(": ");
        append(text, entry.getValue(), margin + "\t");
        separator = ",";
      }
      text.append(margin).append('}');
    } else {
      text.append(compact(value));
    }
  }

  private static String compact(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }
}
