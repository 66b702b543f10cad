package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --format} of the commands that show images. */
final class FormatFlag {
  @Option(
      names = "--format",
      paramLabel = "json|TEMPLATE",
      description = "Show JSON, or text with {{.Field}} and {{json .Field}} in it.")
  private @Nullable String format;

  /** A line for each row; empty when nobody asks for a format. */
  Optional<List<String>> lines(List<? extends Map<String, ?>> rows) throws CommandException {
    if (format == null || format.equals("table")) {
      return Optional.empty();
    }
    try {
      Template template = Template.parse(format);
      List<String> lines = new ArrayList<>();
      for (Map<String, ?> row : rows) {
        lines.add(template.of(row));
      }
      return Optional.of(lines);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--format: " + e.getMessage());
    }
  }
}
