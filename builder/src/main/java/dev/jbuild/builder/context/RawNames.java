package dev.jbuild.builder.context;

import dev.jbuild.oci.layer.FileName;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;

/**
 * File names as bytes, in the form of {@link FileName}. What a path shows as text depends on the
 * locale of the process and loses bytes that it cannot show; its URI has them all.
 */
public final class RawNames {
  private RawNames() {}

  /** The last name of a path. */
  static String name(Path path) {
    String text = path.getFileName().toString();
    if (isPlain(text)) {
      return text;
    }
    String raw = path.toUri().getRawPath();
    String trimmed = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    return FileName.decode(decode(trimmed.substring(trimmed.lastIndexOf('/') + 1)));
  }

  /** The path below {@code directory} that has these names. */
  public static Path resolve(Path directory, String path) {
    if (isPlain(path)) {
      return directory.resolve(path);
    }
    StringBuilder uri = new StringBuilder(directory.toUri().toString());
    if (uri.charAt(uri.length() - 1) != '/') {
      uri.append('/');
    }
    for (byte b : FileName.encode(path)) {
      uri.append(b == '/' ? "/" : "%%%02X".formatted(b & 0xFF));
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** The path that is the text of a symbolic link. */
  public static Path target(String text) {
    if (isPlain(text)) {
      return Path.of(text);
    }
    Path root = Path.of("/");
    Path absolute = resolve(root, text.startsWith("/") ? text.substring(1) : text);
    return text.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static byte[] decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(encoded.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
