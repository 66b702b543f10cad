package dev.jbuild.cli.command;

import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cache.layer.LayerCompression;
import dev.jbuild.cache.layer.LayerCompression.Method;
import org.jspecify.annotations.Nullable;

/** How layers are to be compressed, as users say it. */
final class CompressionWord {
  private CompressionWord() {}

  /**
   * Throws IllegalArgumentException for what there is not.
   *
   * @param word null when nobody says how
   * @param level null for the usual one
   */
  static OutgoingForm form(
      @Nullable String word, @Nullable String level, boolean forced, OutgoingForm.Types types) {
    if (word == null && level == null) {
      return new OutgoingForm(forced ? LayerCompression.GZIP : null, forced, types);
    }
    Method method = method(word == null ? "gzip" : word);
    return new OutgoingForm(compression(method, level), forced, types);
  }

  private static Method method(String word) {
    return switch (word) {
      case "gzip" -> Method.GZIP;
      case "zstd" -> Method.ZSTD;
      case "uncompressed" -> Method.NONE;
      case "estargz" ->
          throw new IllegalArgumentException(
              "estargz is not supported; compression is gzip, zstd or uncompressed");
      default ->
          throw new IllegalArgumentException(
              "compression is gzip, zstd or uncompressed, not " + word);
    };
  }

  private static LayerCompression compression(Method method, @Nullable String level) {
    if (level == null) {
      return LayerCompression.of(method);
    }
    try {
      return new LayerCompression(method, Integer.parseInt(level));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the compression level is a number, not " + level, e);
    }
  }
}
