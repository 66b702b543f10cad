package dev.jbuild.parser.advice;

import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.lint.WarningSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Package managers in RUNs. */
final class PackageAdvice {
  private final WarningSink sink;
  private final List<RunInstruction> updates = new ArrayList<>();
  private boolean installsLater;

  PackageAdvice(WarningSink sink) {
    this.sink = sink;
  }

  void run(RunInstruction run, RunScript script) {
    List<PackageCommand> commands =
        script.commands().stream().map(PackageCommand::of).flatMap(Optional::stream).toList();
    if (!answersElsewhere(script)) {
      commands.stream()
          .filter(command -> command.installs() && !command.asksNothing())
          .findFirst()
          .ifPresent(command -> warnOfQuestion(run, command));
    }
    boolean updating = commands.stream().anyMatch(PackageCommand::updates);
    boolean installing = commands.stream().anyMatch(c -> c.isApt() && c.installs());
    if (updating && commands.size() == 1 && script.commands().size() == 1) {
      updates.add(run);
    } else if (installing && !updating && !updates.isEmpty()) {
      installsLater = true;
    }
  }

  /** By a pipe or a configuration file. */
  private static boolean answersElsewhere(RunScript script) {
    return script.text().toLowerCase(Locale.ROOT).contains("assume")
        || script.commands().stream().anyMatch(words -> words.getFirst().equals("yes"))
        || script.commands().stream().anyMatch(words -> words.equals(List.of("echo", "y")));
  }

  private void warnOfQuestion(RunInstruction run, PackageCommand command) {
    sink.warn(
        Rule.INSTALL_WITHOUT_YES,
        run,
        "%s %s asks for confirmation, and nobody answers during a build: add -y"
            .formatted(command.program(), command.action()));
  }

  void end() {
    if (installsLater) {
      for (RunInstruction update : updates) {
        sink.warn(
            Rule.APT_UPDATE_ALONE,
            update,
            "The package lists of this RUN go stale in the cache: update and install in one RUN");
      }
    }
  }
}
