package dev.jbuild.cli.command;

import dev.jbuild.builder.image.HistoryLine;
import dev.jbuild.builder.image.ImageDetails;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.cli.text.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "Show the instructions that made an image.")
final class HistoryCommand implements Callable<Integer> {
  private static final int LONGEST = 45;
  private static final String MISSING = "<missing>";

  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name or ID of an image.")
  String image = "";

  @Option(names = "--no-trunc", description = "Do not shorten instructions and IDs.")
  boolean noTrunc;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the image IDs.")
  boolean quiet;

  @Option(
      names = {"-H", "--human"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Sizes and times as people say them; false gives bytes and dates.")
  boolean human = true;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The image for this platform, if there are several.")
  @Nullable String platform;

  @Mixin FormatFlag format = new FormatFlag();

  HistoryCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      LocalImage found = store.images().find(image, Platforms.only(platform));
      Output out = jbuild.host().out();
      for (String line : lines(found, new ImageDetails(store.store()).history(found))) {
        out.line(line);
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private List<String> lines(LocalImage found, List<HistoryLine> history) throws CommandException {
    String id = noTrunc ? found.id().toString() : found.id().shortHex();
    List<String> ids = ids(id, history.size());
    List<Map<String, String>> rows = new ArrayList<>();
    Instant now = Instant.now();
    for (int i = 0; i < history.size(); i++) {
      rows.add(fields(ids.get(i), history.get(i), now));
    }
    Optional<List<String>> formatted = format.lines(rows, "IMAGE");
    if (quiet) {
      return ids;
    }
    return formatted.isPresent() ? formatted.get() : table(rows);
  }

  /** The fields of docker's rows. */
  private Map<String, String> fields(String id, HistoryLine line, Instant now) {
    Instant created = line.entry().created();
    String by = Objects.requireNonNullElse(line.entry().createdBy(), "");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ID", id);
    String date = created == null ? "N/A" : created.truncatedTo(ChronoUnit.SECONDS).toString();
    fields.put("CreatedSince", human ? Quantity.age(created, now) : date);
    fields.put("CreatedAt", date);
    fields.put("CreatedBy", cut(by.replace('\t', ' ')));
    fields.put("Size", human ? Quantity.size(line.size()) : Long.toString(line.size()));
    fields.put("Comment", Objects.requireNonNullElse(line.entry().comment(), ""));
    return fields;
  }

  private List<String> table(List<Map<String, String>> rows) {
    String when = human ? "CREATED" : "CREATED AT";
    Table table = new Table("IMAGE", when, "CREATED BY", "SIZE", "COMMENT");
    for (Map<String, String> row : rows) {
      table.row(
          Stream.of("ID", "CreatedSince", "CreatedBy", "Size", "Comment")
              .map(column -> row.getOrDefault(column, ""))
              .toArray(String[]::new));
    }
    return table.lines();
  }

  /** Only the youngest line has an image of its own; what came before is part of it. */
  private static List<String> ids(String youngest, int lines) {
    List<String> ids = new ArrayList<>(Collections.nCopies(lines, MISSING));
    if (lines > 0) {
      ids.set(0, youngest);
    }
    return ids;
  }

  private String cut(String text) {
    String line = text.replace('\n', ' ');
    return noTrunc || line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
