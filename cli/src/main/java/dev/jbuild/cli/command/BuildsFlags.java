package dev.jbuild.cli.command;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.cli.builds.BuildRow;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How lists of past builds are shown. */
final class BuildsFlags {
  private static final int ALL = 0;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the IDs.")
  boolean quiet;

  @Option(names = "--no-trunc", description = "Do not shorten digests.")
  boolean noTrunc;

  @Option(names = "--limit", paramLabel = "N", description = "Only the youngest ones; 0 for all.")
  int limit = ALL;

  @Mixin FormatFlag format = new FormatFlag();

  /** Prints the builds that are wanted; tells whether there was one. */
  boolean print(Jbuild jbuild, Predicate<BuildLog> wanted) throws CommandException, IOException {
    if (limit < 0) {
      throw new CommandException(ExitCode.USAGE, "--limit " + limit + " is no number of builds");
    }
    try (OpenStore store = OpenStore.of(jbuild)) {
      int most = limit == ALL ? Integer.MAX_VALUE : limit;
      List<BuildLog> builds = new BuildHistory(store.store()).list(wanted, most);
      Output out = jbuild.host().out();
      for (String line : lines(builds)) {
        out.line(line);
      }
      return !builds.isEmpty();
    }
  }

  private List<String> lines(List<BuildLog> builds) throws CommandException {
    Instant now = Instant.now();
    List<Map<String, String>> rows =
        builds.stream().map(build -> BuildRow.of(build, now, noTrunc)).toList();
    Optional<List<String>> formatted = format.lines(rows);
    if (quiet) {
      return builds.stream().map(BuildLog::id).toList();
    }
    return formatted.isPresent() ? formatted.get() : BuildRow.table(rows);
  }
}
