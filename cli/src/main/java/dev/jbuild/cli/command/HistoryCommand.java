package dev.jbuild.cli.command;

import dev.jbuild.builder.image.HistoryLine;
import dev.jbuild.builder.image.ImageDetails;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.cli.text.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "Show the instructions that made an image.")
final class HistoryCommand implements Callable<Integer> {
  private static final int LONGEST = 45;
  private static final String MISSING = "<missing>";

  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name or ID of an image.")
  private String image = "";

  @Option(names = "--no-trunc", description = "Do not shorten instructions and IDs.")
  private boolean noTrunc;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the image IDs.")
  private boolean quiet;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The image for this platform, if there are several.")
  private @Nullable String platform;

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

  private List<String> lines(LocalImage found, List<HistoryLine> history) {
    Instant now = Instant.now();
    String id = noTrunc ? found.id().toString() : found.id().shortHex();
    if (quiet) {
      return ids(id, history.size());
    }
    Table table = new Table("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
    Iterator<String> ids = ids(id, history.size()).iterator();
    for (HistoryLine line : history) {
      table.row(
          ids.next(),
          Quantity.age(line.entry().created(), now),
          cut(Objects.requireNonNullElse(line.entry().createdBy(), "").replace('\t', ' ')),
          Quantity.size(line.size()),
          Objects.requireNonNullElse(line.entry().comment(), ""));
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
