package dev.jbuild.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as shells need to know it.
 *
 * @param path its name with those of the commands above, without the program's: {@code manifest
 *     inspect}
 * @param operands what stands at its end
 */
record Completed(
    String path,
    String description,
    List<Option> options,
    Values operands,
    List<Completed> commands) {

  /** An option, with all its names. */
  record Option(List<String> names, String description, Values values) {}

  static Completed of(CommandLine line) {
    return of("", line);
  }

  private static Completed of(String path, CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    List<Option> options = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        Values values = option.arity().max() == 0 ? Values.NONE : Values.of(option);
        options.add(new Option(List.of(option.names()), sentence(option.description()), values));
      }
    }
    List<Completed> commands = new ArrayList<>();
    line.getSubcommands()
        .forEach((name, each) -> commands.add(of(path.isEmpty() ? name : path + " " + name, each)));
    return new Completed(
        path,
        sentence(spec.usageMessage().description()),
        options,
        operands(spec.positionalParameters()),
        commands);
  }

  private static Values operands(List<PositionalParamSpec> parameters) {
    return parameters.isEmpty() ? Values.NONE : Values.of(parameters.getFirst());
  }

  /** The first line, up to what tells the details. */
  private static String sentence(String[] description) {
    String text = description.length == 0 ? "" : description[0];
    int end = text.indexOf("; ");
    String start = end < 0 ? text : text.substring(0, end);
    return start.endsWith(".") ? start.substring(0, start.length() - 1) : start;
  }

  String name() {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  /** This command and all below it. */
  List<Completed> all() {
    List<Completed> all = new ArrayList<>(List.of(this));
    commands.forEach(each -> all.addAll(each.all()));
    return all;
  }
}
