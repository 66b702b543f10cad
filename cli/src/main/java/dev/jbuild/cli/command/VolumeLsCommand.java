package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.Table;
import dev.jbuild.runner.container.Volume;
import dev.jbuild.runner.container.Volumes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "ls", aliases = "list", description = "List the volumes.")
final class VolumeLsCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the names.")
  boolean quiet;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "NAME=VALUE",
      description = "Only volumes with dangling, name or label; repeatable.")
  List<String> filters = List.of();

  @Mixin FormatFlag format = new FormatFlag();

  VolumeLsCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      Volumes volumes = new Volumes(store.store());
      List<Volume> found = new ArrayList<>();
      for (Volume volume : volumes.all()) {
        boolean unused = volumes.users(volume, store.containers()).isEmpty();
        if (isShown(volume, unused)) {
          found.add(volume);
        }
      }
      for (String line : lines(found)) {
        jbuild.host().out().line(line);
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private boolean isShown(Volume volume, boolean unused) throws CommandException {
    for (String word : filters) {
      String value = word.substring(word.indexOf('=') + 1);
      Predicate<Volume> filter =
          switch (word.substring(0, Math.max(0, word.indexOf('=')))) {
            case "dangling" -> each -> unused == (value.equals("true") || value.equals("1"));
            case "name" -> each -> each.name().contains(value);
            case "label" -> each -> has(each, value);
            default ->
                throw new CommandException(
                    ExitCode.USAGE, "--filter " + word + ": it is dangling, name or label");
          };
      if (!filter.test(volume)) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(Volume volume, String label) {
    int equals = label.indexOf('=');
    return equals < 0
        ? volume.labels().containsKey(label)
        : label.substring(equals + 1).equals(volume.labels().get(label.substring(0, equals)));
  }

  private List<String> lines(List<Volume> found) throws CommandException {
    if (quiet) {
      return found.stream().map(Volume::name).toList();
    }
    List<Map<String, String>> rows = found.stream().map(VolumeLsCommand::fields).toList();
    Optional<List<String>> formatted = format.lines(rows);
    if (formatted.isPresent()) {
      return formatted.get();
    }
    Table table = new Table("DRIVER", "VOLUME NAME");
    found.forEach(volume -> table.row("local", volume.name()));
    return table.lines();
  }

  private static Map<String, String> fields(Volume volume) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Driver", "local");
    fields.put("Name", volume.name());
    fields.put("Mountpoint", volume.data().toString());
    fields.put("Scope", "local");
    fields.put(
        "Labels",
        volume.labels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",")));
    return fields;
  }
}
