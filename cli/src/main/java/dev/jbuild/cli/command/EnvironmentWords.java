package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The variables of {@code --env} and {@code --env-file}. */
final class EnvironmentWords {
  private EnvironmentWords() {}

  /** {@code NAME=value}, or a name alone for a variable to take away; those of files go first. */
  static List<String> of(List<String> words, List<Path> files, Host host)
      throws CommandException, IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files) {
      int number = 0;
      for (String line : lines(file)) {
        number++;
        String word = line.stripLeading();
        if (!word.isEmpty() && !word.startsWith("#")) {
          all.addAll(ofFile(word, file + ":" + number, host));
        }
      }
    }
    for (String word : words) {
      if (word.isEmpty() || word.startsWith("=")) {
        throw new CommandException(
            ExitCode.NOT_STARTED, "invalid environment variable: \"" + word + "\"");
      }
      String value = word.contains("=") ? null : host.variable(word);
      all.add(value == null ? word : word + "=" + value);
    }
    return all;
  }

  private static List<String> lines(Path file) throws CommandException, IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.NOT_STARTED, "open " + file + ": no such file or directory", e);
    }
  }

  /** As docker reads them: a name that has no value here is left out. */
  private static List<String> ofFile(String word, String place, Host host) throws CommandException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.strip() : word.substring(0, equals);
    if (name.isEmpty() || name.matches(".*\\s.*")) {
      throw new CommandException(
          ExitCode.NOT_STARTED, place + ": a line is NAME=VALUE or NAME, not \"" + word + "\"");
    }
    if (equals >= 0) {
      return List.of(word);
    }
    String value = host.variable(name);
    return value == null ? List.of() : List.of(name + "=" + value);
  }
}
