package dev.jbuild.parser.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jbuild.parser.corpus.CorpusFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes one input after the other and holds the promises against it. */
final class Fuzzer {
  /**
   * Printing and formatting parse again and again: longer inputs would leave no time for others.
   */
  private static final int LONGEST_PRINTED = 20_000;

  private final Random random;
  private final Mutator mutator;
  private volatile byte[] input = {};

  Fuzzer(long seed, int largest) {
    this.random = new Random(seed);
    this.mutator = new Mutator(random, seeds(), largest);
  }

  /** The input that is being tried. */
  byte[] input() {
    return input.clone();
  }

  void tryNext() {
    byte[] next = mutator.next();
    input = next;
    Promises.checkParser(next);
    if (next.length <= LONGEST_PRINTED) {
      Promises.checkPrinter(next);
    }
    Promises.checkIgnoreFile(next);
    String word = mutator.words(30);
    input = word.getBytes(StandardCharsets.UTF_8);
    Promises.checkExpander(word, random);
  }

  private static List<byte[]> seeds() {
    Path corpus = CorpusFiles.checkedIn();
    List<byte[]> seeds = new ArrayList<>();
    for (String section : List.of("parser", "realworld")) {
      try (Stream<Path> files = Files.walk(corpus.resolve(section))) {
        files
            .filter(file -> file.endsWith("Dockerfile"))
            .sorted()
            .map(CorpusFiles::bytes)
            .forEach(seeds::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (JsonNode json : CorpusFiles.json(corpus.resolve("instructions/errors.json"))) {
      seeds.add(json.get("dockerfile").asText().getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }
}
