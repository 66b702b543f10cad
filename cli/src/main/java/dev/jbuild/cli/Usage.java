package dev.jbuild.cli;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.parser.text.Spelling;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with the words of a command line, and what would be right. */
final class Usage {
  private Usage() {}

  static int report(ParameterException failure, PrintStream err) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    err.println("error: " + name + ": " + text(failure, command));
    err.println("See '" + name + " --help'.");
    // docker run keeps the small numbers for the command in the container
    return (command.getCommandName().equals("run") ? ExitCode.NOT_STARTED : ExitCode.USAGE)
        .number();
  }

  private static String text(ParameterException failure, CommandLine command) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> words = unmatched.getUnmatched();
      String word = words.getFirst();
      return unmatched.isUnknownOption()
          ? "unknown option " + word + near(word, command)
          : "too many arguments: " + String.join(" ", words);
    }
    ArgSpec argument = failure.getArgSpec();
    return argument instanceof OptionSpec option && wantsWord(option, failure.getValue())
        ? option.longestName()
            + " is "
            + String.join(", ", words(option))
            + ", not \""
            + failure.getValue()
            + "\""
        : String.valueOf(failure.getMessage());
  }

  /** Whether the value is the mistake, and not that there is none. */
  private static boolean wantsWord(OptionSpec option, @Nullable String value) {
    return option.type().isEnum() && value != null;
  }

  private static List<String> words(OptionSpec option) {
    if (option.converters().length > 0) {
      return List.of(option.paramLabel().split("\\|", -1)); // other words than the constants
    }
    return Stream.of(option.type().getEnumConstants())
        .map(each -> String.valueOf(each).toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String near(String word, CommandLine command) {
    int end = word.indexOf('=');
    String option = end < 0 ? word : word.substring(0, end);
    Optional<String> nearest =
        Spelling.nearest(option, command.getCommandSpec().optionsMap().keySet());
    return nearest.map(right -> " (did you mean " + right + "?)").orElse("");
  }
}
