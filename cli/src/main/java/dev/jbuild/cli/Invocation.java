package dev.jbuild.cli;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.parser.text.Spelling;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line with their command made plain: {@code -t app .} is {@code build -t
 * app .} and {@code help run} is {@code run --help}. {@code command} is null when only help is
 * wanted.
 */
record Invocation(@Nullable String command, List<String> words) {

  Invocation {
    words = List.copyOf(words);
  }

  /**
   * Finds the command among {@code commands}.
   *
   * @param here the working directory
   * @throws CommandException when the first word is neither a command nor what could be built
   */
  static Invocation of(List<String> words, List<String> commands, Path here)
      throws CommandException {
    int first = afterGlobalOptions(words);
    if (first == words.size()) {
      return new Invocation(null, with(words.subList(0, first), List.of("--help")));
    }
    String word = words.get(first);
    if (word.equals("help")) {
      return help(words.subList(first + 1, words.size()), commands);
    }
    if (commands.contains(word)) {
      return new Invocation(word, words);
    }
    if (word.equals("-h") || word.equals("--help")) {
      return new Invocation(null, words);
    }
    if (!word.startsWith("-") && !mayBeContext(word, here)) {
      throw unknown(word, commands);
    }
    List<String> inserted = new ArrayList<>(words);
    inserted.add(first, "build");
    return new Invocation("build", inserted);
  }

  private static Invocation help(List<String> topic, List<String> commands)
      throws CommandException {
    if (topic.isEmpty()) {
      return new Invocation(null, List.of("--help"));
    }
    if (!commands.contains(topic.getFirst())) {
      throw unknown(topic.getFirst(), commands);
    }
    return new Invocation(topic.getFirst(), List.of(topic.getFirst(), "--help"));
  }

  static int afterGlobalOptions(List<String> words) {
    int next = 0;
    while (next < words.size()) {
      String word = words.get(next);
      if (word.equals("--root") && next + 1 < words.size()) {
        next += 2;
      } else if (word.equals("--debug") || word.equals("--server") || word.startsWith("--root=")) {
        next++;
      } else {
        break;
      }
    }
    return next;
  }

  private static boolean mayBeContext(String word, Path here) {
    if (word.contains("/") || word.startsWith(".")) {
      return true;
    }
    try {
      return Files.isDirectory(here.resolve(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static CommandException unknown(String word, List<String> commands) {
    String hint =
        Spelling.nearest(word, commands)
            .map(near -> " (did you mean " + near + "?)")
            .orElse(" and no directory either; jbuild --help lists the commands");
    return new CommandException(ExitCode.USAGE, "\"" + word + "\" is no command of jbuild" + hint);
  }

  private static List<String> with(List<String> words, List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }
}
