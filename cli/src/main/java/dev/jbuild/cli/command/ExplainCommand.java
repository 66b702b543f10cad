package dev.jbuild.cli.command;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.cli.explain.ExplanationFormat;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Tell why the steps of the last build ran.")
final class ExplainCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|NAME",
      description =
          "Context or name of the build; else the last one of this directory, else the last one.")
  @Nullable String what;

  @Option(
      names = "--target",
      paramLabel = "STAGE",
      description = "The last build that had this target.")
  @Nullable String target;

  @Option(names = "--format", paramLabel = "text|json", description = "The form of the answer.")
  ExplanationFormat format = ExplanationFormat.TEXT;

  @Option(names = "--all", description = "Name all changed files.")
  boolean all;

  ExplainCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      BuildLogs logs = new BuildLogs(store.store());
      BuildLog log = find(logs).orElseThrow(this::unknown);
      jbuild.host().out().line(format.write(logs.explain(log), all));
    }
    return ExitCode.SUCCESS.number();
  }

  private Optional<BuildLog> find(BuildLogs logs) throws IOException {
    if (what == null) {
      Optional<BuildLog> here = logs.last(wanted("."));
      return here.isPresent() ? here : logs.last(this::hasTarget);
    }
    return logs.last(wanted(what));
  }

  private Predicate<BuildLog> wanted(String text) throws IOException {
    Path directory = jbuild.host().path(text);
    if (Files.isDirectory(directory)) {
      String real = directory.toRealPath().toString();
      return log -> log.subject().context().equals(real) && hasTarget(log);
    }
    String name = familiar(text);
    return log -> log.subject().tags().contains(name) && hasTarget(log);
  }

  private static String familiar(String name) {
    try {
      return ImageReference.parse(name).familiar();
    } catch (OciFormatException e) {
      return name; // then no build has it
    }
  }

  private boolean hasTarget(BuildLog log) {
    return target == null || target.equals(log.subject().target());
  }

  private CommandException unknown() {
    return new CommandException(
        ExitCode.FAILED,
        "no build of "
            + (what == null ? "this directory" : what)
            + (target == null ? "" : " with the target " + target)
            + " is known; build it first: jbuild build -t app DIR");
  }
}
