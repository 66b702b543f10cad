package dev.jbuild.cli;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.Spelling;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
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
    return String.valueOf(failure.getMessage());
  }

  private static String near(String word, CommandLine command) {
    int end = word.indexOf('=');
    String option = end < 0 ? word : word.substring(0, end);
    Optional<String> nearest =
        Spelling.nearest(option, command.getCommandSpec().optionsMap().keySet());
    return nearest.map(right -> " (did you mean " + right + "?)").orElse("");
  }
}
