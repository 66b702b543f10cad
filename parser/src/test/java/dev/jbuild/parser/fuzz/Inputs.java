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
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What the properties are tried with: files, words and patterns, sound ones and broken ones. */
final class Inputs {
  static final int LARGEST = 1 << 20;
  private static final int LONGEST_MUTANT = 50_000;
  private static final List<byte[]> CORPUS = corpus();

  private Inputs() {}

  /** Dockerfiles and what has just stopped being one. */
  static Arbitrary<byte[]> files() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, mutants()),
        Tuple.of(4, Statements.files().map(Inputs::utf8)),
        Tuple.of(2, pieces(60).map(text -> utf8("FROM a\n" + text))),
        Tuple.of(1, pieces(60).map(Inputs::utf8)),
        Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(300)));
  }

  /** Up to a mebibyte of the same few pieces over and over. */
  static Arbitrary<byte[]> hugeFiles() {
    Arbitrary<String> start =
        Arbitraries.of("FROM a\n", "FROM a\nRUN ", "FROM a\nENV a=", "ONBUILD ", "")
            .edgeCases(e -> e.none());
    return Combinators.combine(
            start, pieces(4), Arbitraries.integers().between(LARGEST / 64, LARGEST))
        .as((first, piece, size) -> utf8(repeat(first, piece, size)));
  }

  /** Up to a mebibyte of the same few pieces over and over, for one word. */
  static Arbitrary<String> hugeWords() {
    return Combinators.combine(Words.any(), Arbitraries.integers().between(LARGEST / 64, LARGEST))
        .as((piece, size) -> repeat("", piece, size));
  }

  private static String repeat(String start, String piece, int size) {
    return start + piece.repeat((size - utf8(start).length) / Math.max(1, utf8(piece).length));
  }

  private static Arbitrary<String> pieces(int most) {
    return Arbitraries.of(Mutator.WORDS).list().ofMaxSize(most).map(all -> String.join("", all));
  }

  private static Arbitrary<byte[]> mutants() {
    return Arbitraries.randomValue(random -> new Mutator(random, CORPUS, LONGEST_MUTANT).next());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> corpus() {
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
      seeds.add(utf8(json.get("dockerfile").asText()));
    }
    return seeds;
  }
}
