package dev.jbuild.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of one command.
 *
 * @param name such as {@code jbuild-manifest-inspect}
 * @param text in roff
 */
public record ManualPage(String name, String text) {
  private static final String EXAMPLES = "Examples:";

  /** The pages of a program and all its commands. */
  public static List<ManualPage> all(CommandLine program, String version) {
    List<ManualPage> pages = new ArrayList<>();
    add(program, version, pages);
    return pages;
  }

  private static void add(CommandLine line, String version, List<ManualPage> pages) {
    pages.add(of(line, version));
    line.getSubcommands().values().forEach(each -> add(each, version, pages));
  }

  private static ManualPage of(CommandLine line, String version) {
    CommandSpec spec = line.getCommandSpec();
    String name = spec.qualifiedName("-");
    Roff page = new Roff().title(name, "jbuild " + version);
    String[] description = spec.usageMessage().description();
    page.section("NAME").words(name + " - " + String.join(" ", description));
    page.section("SYNOPSIS").words(synopsis(spec, line));
    options(page, spec);
    commands(page, line);
    footer(page, spec.usageMessage());
    status(page, spec.usageMessage());
    String above = spec.parent() == null ? "containers" : spec.parent().qualifiedName("-");
    String see = spec.parent() == null ? above + "-registries.conf(5)" : above + "(1)";
    page.section("SEE ALSO").words(see);
    return new ManualPage(name, page.toString());
  }

  private static String synopsis(CommandSpec spec, CommandLine line) {
    StringBuilder text = new StringBuilder(spec.qualifiedName(" ")).append(" [OPTIONS]");
    if (!line.getSubcommands().isEmpty()) {
      text.append(" COMMAND");
    }
    for (ArgSpec each : spec.positionalParameters()) {
      boolean optional = each.arity().min() == 0;
      text.append(' ').append(optional ? "[" : "").append(each.paramLabel());
      text.append(optional ? "]" : "").append(each.arity().max() > 1 ? "..." : "");
    }
    return text.toString();
  }

  private static void options(Roff page, CommandSpec spec) {
    if (!spec.positionalParameters().isEmpty()) {
      page.section("OPERANDS");
      spec.positionalParameters()
          .forEach(each -> page.item(Roff.italic(each.paramLabel()), words(each)));
    }
    page.section("OPTIONS");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        page.item(term(option), words(option));
      }
    }
  }

  private static String term(OptionSpec option) {
    List<String> names = Arrays.stream(option.names()).map(Roff::bold).toList();
    String value = option.arity().max() == 0 ? "" : " " + Roff.italic(option.paramLabel());
    return String.join(", ", names) + value;
  }

  private static String words(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static void commands(Roff page, CommandLine line) {
    if (!line.getSubcommands().isEmpty()) {
      page.section("COMMANDS");
      line.getSubcommands()
          .forEach(
              (name, each) ->
                  page.item(
                      Roff.bold(each.getCommandSpec().qualifiedName("-")) + "(1)",
                      String.join(" ", each.getCommandSpec().usageMessage().description())));
    }
  }

  /** What help says at its end: notes, and then examples. */
  private static void footer(Roff page, UsageMessageSpec usage) {
    List<String> lines = List.of(usage.footer());
    int examples = lines.indexOf(EXAMPLES);
    List<String> notes = examples < 0 ? lines : lines.subList(0, examples);
    if (notes.stream().anyMatch(each -> !each.isEmpty())) {
      page.section("NOTES").verbatim(notes.stream().filter(each -> !each.isEmpty()).toList());
    }
    if (examples >= 0) {
      page.section("EXAMPLES").verbatim(lines.subList(examples + 1, lines.size()));
    }
  }

  private static void status(Roff page, UsageMessageSpec usage) {
    page.section("EXIT STATUS");
    Map<String, String> codes = usage.exitCodeList();
    if (codes.isEmpty()) {
      page.words("As jbuild(1) has it.");
    }
    codes.forEach((code, meaning) -> page.item(Roff.bold(code), meaning));
  }
}
