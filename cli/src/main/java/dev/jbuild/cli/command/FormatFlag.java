package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --format} of the commands that list. */
final class FormatFlag {
  @Option(
      names = "--format",
      paramLabel = "json|TEMPLATE",
      description = "Show JSON, or a template such as 'table {{.ID}}\\t{{lower .Name}}'.")
  @Nullable String format;

  boolean isGiven() {
    return format != null;
  }

  /** A line for each row; empty when nobody asks for a format. */
  Optional<List<String>> lines(List<? extends Map<String, ?>> rows) throws CommandException {
    return lines(rows, "ID");
  }

  /** The same, where a table calls the IDs as it is said here. */
  Optional<List<String>> lines(List<? extends Map<String, ?>> rows, String idHeading)
      throws CommandException {
    return RowFormat.lines(format, idHeading, rows);
  }
}
