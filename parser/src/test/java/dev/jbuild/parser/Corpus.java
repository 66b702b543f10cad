package dev.jbuild.parser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The corpus of expected behaviour in {@code testdata/corpus}. */
public final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpus() {}

  /** A file or directory of the corpus. */
  public static Path path(String name) {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isDirectory(directory.resolve("testdata/corpus"))) {
      directory = directory.getParent();
    }
    return Objects.requireNonNull(directory, "no testdata/corpus above the working directory")
        .resolve("testdata/corpus")
        .resolve(name);
  }

  public static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of a file that holds a JSON array. */
  public static Stream<JsonNode> cases(String name) {
    return StreamSupport.stream(json(path(name)).spliterator(), false);
  }

  /** The directories in a directory, sorted. */
  public static List<Path> directories(String name) {
    try (Stream<Path> entries = Files.list(path(name))) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
