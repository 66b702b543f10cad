package dev.jbuild.cli.completion;

import java.util.List;

/** For fish 3. */
final class FishScript {
  private FishScript() {}

  static String of(Completed program) {
    StringBuilder text = new StringBuilder("# Completes the command lines of jbuild in fish.\n");
    text.append("function __jbuild_images\n  ").append(Shell.IMAGES).append("\nend\n");
    text.append("complete -c jbuild -f\n");
    for (Completed command : program.all()) {
      String condition = condition(command);
      for (Completed each : command.commands()) {
        text.append(line(condition + none(command), "-a " + each.name(), each.description()));
      }
      for (Completed.Option option : command.options()) {
        text.append(line(condition, names(option) + value(option), option.description()));
      }
      String operands = candidates(command.operands());
      if (!operands.isEmpty()) {
        text.append(line(condition, operands, ""));
      }
    }
    return text.toString();
  }

  private static String condition(Completed command) {
    if (command.path().isEmpty()) {
      return "true";
    }
    StringBuilder condition = new StringBuilder();
    for (String name : List.of(command.path().split(" "))) {
      condition.append(condition.isEmpty() ? "" : "; and ");
      condition.append("__fish_seen_subcommand_from ").append(name);
    }
    // 'jbuild -t app .' is 'jbuild build -t app .'
    return command.path().equals("build")
        ? condition + "; or __fish_use_subcommand"
        : condition.toString();
  }

  /** Where no command of these is there yet. */
  private static String none(Completed command) {
    List<String> names = command.commands().stream().map(Completed::name).toList();
    return "; and not __fish_seen_subcommand_from " + String.join(" ", names);
  }

  private static String names(Completed.Option option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
      names.append(' ');
    }
    return names.toString();
  }

  private static String value(Completed.Option option) {
    return switch (option.values().kind()) {
      case NONE -> "";
      case ANY -> "-x";
      case FILES -> "-r -F";
      case WORDS, DIRECTORIES, IMAGES -> "-x " + candidates(option.values());
    };
  }

  private static String candidates(Values values) {
    return switch (values.kind()) {
      case NONE, ANY -> "";
      case WORDS -> "-a '" + String.join(" ", values.words()) + "'";
      case FILES -> "-F";
      case DIRECTORIES -> "-a '(__fish_complete_directories)'";
      case IMAGES -> "-a '(__jbuild_images)'";
    };
  }

  private static String line(String condition, String what, String description) {
    String described = description.isEmpty() ? "" : " -d " + quoted(description);
    return "complete -c jbuild -n " + quoted(condition) + " " + what.strip() + described + "\n";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
