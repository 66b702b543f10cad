package dev.jbuild.cli.completion;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What may stand where a value is expected.
 *
 * @param words the only ones, for {@link Kind#WORDS}
 */
record Values(Kind kind, List<String> words) {
  enum Kind {
    /** There is no value. */
    NONE,
    /** Something that a shell cannot know. */
    ANY,
    WORDS,
    FILES,
    DIRECTORIES,
    IMAGES
  }

  static final Values NONE = new Values(Kind.NONE, List.of());

  Values {
    words = List.copyOf(words);
  }

  /** Reads it off the label, which is what help shows: {@code plain|tty}, FILE, DIR, IMAGE. */
  static Values of(ArgSpec argument) {
    String label = argument.paramLabel();
    List<String> alternatives = Arrays.asList(label.split("\\|", -1));
    if (alternatives.size() > 1 && alternatives.stream().allMatch(Values::isLiteral)) {
      return new Values(Kind.WORDS, alternatives);
    }
    String first = alternatives.getFirst().replaceAll("[^A-Z_].*", "");
    return new Values(
        switch (first) {
          case "FILE", "PATH", "TAR" -> Kind.FILES;
          case "DIR" -> alternatives.contains("TAR") ? Kind.FILES : Kind.DIRECTORIES;
          case "IMAGE" -> Kind.IMAGES;
          default -> Kind.ANY;
        },
        List.of());
  }

  private static boolean isLiteral(String word) {
    return !word.isEmpty()
        && word.equals(word.toLowerCase(Locale.ROOT))
        && word.matches("[a-z0-9.=-]+");
  }
}
