package dev.jbuild.cli.command;

import dev.jbuild.builder.words.Amounts;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.container.ContainerLogs;
import dev.jbuild.runner.container.LogPiece;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Show what a container wrote.")
final class LogsCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z' ", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Jbuild jbuild;

  @Parameters(paramLabel = "CONTAINER", description = "Name or ID.")
  String container = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the container ends.")
  boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "LINES|all",
      description = "Only the last lines of what is there.")
  String tail = "all";

  @Option(
      names = {"-t", "--timestamps"},
      description = "Show when each line was written.")
  boolean timestamps;

  @Option(
      names = "--since",
      paramLabel = "TIME|SPAN",
      description = "Only what was written since 2026-01-02T13:00:00Z, or in the last 42m.")
  @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME|SPAN",
      description = "Only what was written before that time.")
  @Nullable String until;

  LogsCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    ContainerLogs logs = new ContainerLogs(lines(), time(since), time(until), follow);
    return new EachContainer(jbuild)
        .one(
            container,
            (found, control, store) -> {
              logs.read(found, this::show);
              return ExitCode.SUCCESS.number();
            });
  }

  private void show(LogPiece piece) throws IOException {
    OutputStream out = piece.error() ? jbuild.host().err() : jbuild.host().out();
    if (timestamps && piece.begins()) {
      out.write(TIME.format(piece.time()).getBytes(StandardCharsets.US_ASCII));
    }
    piece.writeTo(out);
    out.flush();
  }

  private @Nullable Integer lines() throws CommandException {
    if (tail.equals("all") || tail.startsWith("-")) {
      return null;
    }
    try {
      return Integer.parseInt(tail);
    } catch (NumberFormatException e) {
      throw new CommandException(ExitCode.USAGE, "--tail: \"" + tail + "\" is no number of lines");
    }
  }

  private static @Nullable Instant time(@Nullable String word) throws CommandException {
    if (word == null) {
      return null;
    }
    if (word.matches("[0-9]+(\\.[0-9]+)?")) {
      return Instant.EPOCH.plusMillis(Math.round(Double.parseDouble(word) * 1000));
    }
    Duration span = Amounts.span(word).orElse(null);
    try {
      if (span != null) {
        return Instant.now().minus(span);
      }
      if (!word.contains("T")) {
        return LocalDate.parse(word).atStartOfDay(ZoneId.systemDefault()).toInstant();
      }
      return word.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
          ? OffsetDateTime.parse(word).toInstant()
          : LocalDateTime.parse(word).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new CommandException(
          ExitCode.USAGE, "\"" + word + "\" is neither a time nor a span such as 42m", e);
    }
  }
}
