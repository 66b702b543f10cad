package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.Table;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.ContainerProcess;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "top", description = "Show the processes of a container.")
final class TopCommand implements Callable<Integer> {
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final Jbuild jbuild;

  @Parameters(paramLabel = "CONTAINER", description = "Name or ID.")
  String container = "";

  TopCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    return new EachContainer(jbuild)
        .one(
            container,
            (found, control, store) -> {
              show(found);
              return ExitCode.SUCCESS.number();
            });
  }

  private void show(Listed found) throws RunException, IOException {
    if (!found.state().isRunning()) {
      throw new RunException("container " + found.id() + " is not running");
    }
    Instant boot = bootTime();
    Table table = new Table("UID", "PID", "PPID", "STIME", "TTY", "TIME", "CMD");
    for (ContainerProcess each : ContainerProcess.of(found)) {
      table.row(
          Long.toString(each.uid()),
          Integer.toString(each.pid()),
          Integer.toString(each.parent()),
          START.format(boot.plusSeconds(each.started())),
          each.terminal() < 0 ? "?" : "pts/" + each.terminal(),
          span(each.cpu()),
          each.command());
    }
    for (String line : table.lines()) {
      jbuild.host().out().line(line);
    }
  }

  private static String span(Duration time) {
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  private static Instant bootTime() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
      if (line.startsWith("btime ")) {
        return Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip()));
      }
    }
    throw new IOException("/proc/stat does not say when the machine started");
  }
}
