package dev.jbuild.registry.conf;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads TOML. Only this class knows the parser, which takes long to load. */
final class TomlFile {

  /**
   * A key or a table of which we take something, but not an alias, such as Debian's for registry.
   */
  private static final Pattern MENTIONED =
      Pattern.compile("(?m)^(?!\\s*\"[^\"]*\"\\s*=\\s*\")[\\s\\[\"']*registr(?:y|ies)\\b");

  private TomlFile() {}

  /** The tables of a file as maps; without the parser where none is of registries. */
  static Map<?, ?> read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new RegistriesConfException("read " + file + ": " + e);
    }
    // What distributions ship has comments, and aliases for short names.
    if (!MENTIONED.matcher(text).find()) {
      return Map.of();
    }
    try {
      return new TomlMapper().readValue(text, Map.class);
    } catch (JacksonException e) {
      JsonLocation place = e.getLocation();
      String at = place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr();
      throw new RegistriesConfException(file + at + ": not TOML: " + e.getOriginalMessage());
    }
  }
}
