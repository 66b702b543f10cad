package dev.jbuild.parser.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the files of a corpus. */
public final class CorpusFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CorpusFiles() {}

  /** The corpus of this checkout. */
  public static Path checkedIn() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isDirectory(directory.resolve("testdata/corpus"))) {
      directory = directory.getParent();
    }
    return Objects.requireNonNull(directory, "no testdata/corpus above the working directory")
        .resolve("testdata/corpus");
  }

  public static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A check of one element of a JSON array. */
  @FunctionalInterface
  public interface ElementCheck {
    void run(JsonNode element) throws Exception;
  }

  /** A case for each element of a file that holds a JSON array. */
  public static Stream<CorpusCase> elements(Path file, ElementCheck check) {
    if (!Files.exists(file)) {
      return Stream.empty();
    }
    JsonNode array = json(file);
    return IntStream.range(0, array.size())
        .mapToObj(i -> new CorpusCase(name(file, array.get(i), i), () -> check.run(array.get(i))));
  }

  static String name(Path file, JsonNode element, int index) {
    return file.getFileName() + "/" + element.path("id").asText(Integer.toString(index));
  }

  /** A check of one directory. */
  @FunctionalInterface
  public interface DirectoryCheck {
    void run(Path directory) throws Exception;
  }

  /** A case for each directory below another one that holds such a file. */
  public static Stream<CorpusCase> directories(Path parent, String file, DirectoryCheck check) {
    if (!Files.isDirectory(parent)) {
      return Stream.empty();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(directory -> Files.exists(directory.resolve(file)))
          .sorted()
          .toList()
          .stream()
          .map(
              directory ->
                  new CorpusCase(
                      parent.getFileName() + "/" + directory.getFileName() + "/" + file,
                      () -> check.run(directory)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> strings(JsonNode array) {
    return nodes(array).map(JsonNode::asText).toList();
  }

  public static Stream<JsonNode> nodes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
