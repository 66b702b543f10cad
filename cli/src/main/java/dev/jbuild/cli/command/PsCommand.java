package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.text.Table;
import dev.jbuild.runner.container.ContainerList;
import dev.jbuild.runner.container.Listed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "ps", description = "List containers.")
final class PsCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Option(
      names = {"-a", "--all"},
      description = "Those that ended, too.")
  boolean all;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the IDs.")
  boolean quiet;

  @Option(names = "--no-trunc", description = "Shorten nothing.")
  boolean noTrunc;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "NUMBER",
      description = "Only the last that were made, whatever became of them.")
  int last;

  @Option(
      names = {"-l", "--latest"},
      description = "Only the last that was made.")
  boolean latest;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "NAME=VALUE",
      description =
          "Only containers with id, name, label, status, health, exited, ancestor, before, since,"
              + " volume, publish or expose; repeatable.")
  List<String> filters = List.of();

  @Mixin FormatFlag format = new FormatFlag();

  PsCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      ContainerFilter filter = ContainerFilter.parse(filters, new ContainerList(store.store()));
      boolean every = all || last > 0 || latest || filter.asksForStatus();
      Predicate<Listed> shown = filter.and(each -> every || each.state().isRunning());
      long most = latest ? 1 : last > 0 ? last : Long.MAX_VALUE;
      Stream<Listed> found = new ContainerList(store.store()).all().stream();
      Output out = jbuild.host().out();
      for (String line : lines(found.filter(shown).limit(most).toList())) {
        out.line(line);
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private List<String> lines(List<Listed> containers) throws CommandException {
    Instant now = Instant.now();
    List<Map<String, String>> rows =
        containers.stream()
            .map(each -> new ContainerRow(each).fields(noTrunc, now, format.isGiven()))
            .toList();
    Optional<List<String>> formatted = format.lines(rows, "CONTAINER ID");
    if (quiet) {
      return containers.stream().map(each -> noTrunc ? each.id() : each.shortId()).toList();
    }
    return formatted.isPresent() ? formatted.get() : table(rows);
  }

  private static List<String> table(List<Map<String, String>> rows) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("ID", "CONTAINER ID");
    columns.put("Image", "IMAGE");
    columns.put("Command", "COMMAND");
    columns.put("RunningFor", "CREATED");
    columns.put("Status", "STATUS");
    columns.put("Ports", "PORTS");
    columns.put("Names", "NAMES");
    Table table = new Table(columns.values().toArray(String[]::new));
    for (Map<String, String> row : rows) {
      table.row(
          columns.keySet().stream()
              .map(column -> row.getOrDefault(column, ""))
              .toArray(String[]::new));
    }
    return table.lines();
  }
}
