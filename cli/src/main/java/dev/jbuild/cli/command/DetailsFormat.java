package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --format} of the commands that inspect, where it has a short name too. */
final class DetailsFormat {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "json|TEMPLATE",
      description = "Show JSON, or a template such as '{{range .Config.Env}}{{println .}}{{end}}'.")
  @Nullable String format;

  /** A line for each thing; empty when nobody asks for a format. */
  Optional<List<String>> lines(List<? extends Map<String, ?>> things) throws CommandException {
    return RowFormat.lines(format, "ID", things);
  }
}
