package dev.jbuild.cli.command;

import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.builder.report.BuildReport;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Tell where the time and the bytes of a past build went.")
final class ReportCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "0..1", paramLabel = "BUILD", description = BuildWord.MEANING)
  String build = BuildHistory.LAST;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page for browsers that needs no other file; - is standard output.")
  @Nullable Path page;

  ReportCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      BuildHistory history = new BuildHistory(store.store());
      BuildReport found =
          BuildReport.of(store.store(), store.disk(), BuildWord.find(history, build));
      Report report = new Report(found);
      if (page == null) {
        for (String line : report.text()) {
          jbuild.host().out().line(line);
        }
      } else if (page.toString().equals("-")) {
        jbuild.host().out().line(report.page(history));
      } else {
        Files.writeString(page, report.page(history));
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
