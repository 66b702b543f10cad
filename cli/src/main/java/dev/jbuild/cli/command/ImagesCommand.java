package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.text.Table;
import dev.jbuild.oci.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "images", description = "List the images of the store.")
final class ImagesCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(
      arity = "0..1",
      paramLabel = "REPOSITORY[:TAG]",
      description = "Only images of this name; * stands for anything but a slash.")
  @Nullable String wanted;

  @Option(
      names = {"-a", "--all"},
      description = "All images, as always: there are no hidden ones between steps.")
  @SuppressWarnings("UnusedVariable") // all are always shown
  boolean all;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the image IDs.")
  boolean quiet;

  @Option(names = "--no-trunc", description = "Do not shorten the image IDs.")
  boolean noTrunc;

  @Option(names = "--digests", description = "Show the digests that registries know images by.")
  boolean digests;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "NAME=VALUE",
      description = "Only images with dangling, reference, label, before or since; repeatable.")
  List<String> filters = List.of();

  @Mixin FormatFlag format = new FormatFlag();

  ImagesCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      Predicate<ImageRow> shown =
          ImageFilter.all(filters, store.images())
              .and(wanted == null ? row -> true : ImageFilter.named(wanted));
      List<ImageRow> rows =
          store.images().list().stream()
              .flatMap(image -> ImageRow.of(image).stream())
              .filter(shown)
              .toList();
      Output out = jbuild.host().out();
      for (String line : lines(rows)) {
        out.line(line);
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private Collection<String> lines(List<ImageRow> rows) throws CommandException {
    Instant now = Instant.now();
    List<Map<String, String>> fields =
        rows.stream()
            .map(row -> row.fields(shown(row.image().id()), now, format.isGiven()))
            .toList();
    Optional<List<String>> formatted = format.lines(fields, "IMAGE ID");
    if (quiet) {
      Set<String> ids = new LinkedHashSet<>();
      rows.forEach(row -> ids.add(shown(row.image().id())));
      return ids;
    }
    return formatted.isPresent() ? formatted.get() : table(fields);
  }

  private List<String> table(List<Map<String, String>> rows) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("Repository", "REPOSITORY");
    columns.put("Tag", "TAG");
    if (digests) {
      columns.put("Digest", "DIGEST");
    }
    columns.put("ID", "IMAGE ID");
    columns.put("CreatedSince", "CREATED");
    columns.put("Size", "SIZE");
    Table table = new Table(columns.values().toArray(String[]::new));
    for (Map<String, String> row : rows) {
      table.row(
          columns.keySet().stream()
              .map(column -> row.getOrDefault(column, ""))
              .toArray(String[]::new));
    }
    return table.lines();
  }

  private String shown(Digest id) {
    return noTrunc ? id.toString() : id.shortHex();
  }
}
