package dev.jbuild.cli.builds;

import dev.jbuild.builder.diagnosis.Diagnosis;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.Explanation;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.history.BuildHistory;
import dev.jbuild.cache.Store;
import dev.jbuild.cli.explain.ChangesText;
import dev.jbuild.cli.explain.ScreenSafe;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a build failed, as far as its log and the files of the step can tell. */
public final class FailureText {
  private static final String INDENT = "    ";
  private static final int MOST_CHANGES = 20;

  private final Store store;
  private final LayerDisk disk;
  private final BuildLog build;
  private final Ending.Failure failure;
  private final List<String> lines = new ArrayList<>();

  private FailureText(Store store, LayerDisk disk, BuildLog build, Ending.Failure failure) {
    this.store = store;
    this.disk = disk;
    this.build = build;
    this.failure = failure;
  }

  /**
   * The lines for a build that failed.
   *
   * @param tail how many of the last lines of the step are shown
   */
  public static List<String> of(
      Store store, LayerDisk disk, BuildLog build, Ending.Failure failure, int tail)
      throws IOException {
    FailureText text = new FailureText(store, disk, build, failure);
    text.tell(tail);
    return text.lines;
  }

  private void tell(int tail) throws IOException {
    lines.add("error: " + place() + failure.message());
    for (Ending.Line line : failure.excerpt()) {
      String mark = line.meant() ? ">" : " ";
      lines.add(String.format("%s%4d | %s", mark, line.number(), ScreenSafe.text(line.text())));
    }
    Optional<LoggedStep> step =
        build.steps().stream().filter(each -> each.place().number() == failure.step()).findFirst();
    if (step.isPresent()) {
      step(step.get(), tail);
    }
    if (failure.exitCode() != Ending.Failure.NONE) {
      lines.add("open a shell there: jbuild debug " + build.id());
      lines.add("all that it wrote:  jbuild logs-of " + build.id());
    }
  }

  private String place() {
    return failure.excerpt().stream()
        .filter(Ending.Line::meant)
        .findFirst()
        .map(line -> name(build.subject().dockerfile()) + ":" + line.number() + ": ")
        .orElse("");
  }

  private static String name(String dockerfile) {
    return dockerfile.equals("-")
        ? "Dockerfile"
        : dockerfile.substring(dockerfile.lastIndexOf('/') + 1);
  }

  private void step(LoggedStep step, int tail) throws IOException {
    int number = failure.step();
    List<String> output =
        LastLines.of(new BuildHistory(store), build, each -> each.place().number() == number)
            .getOrDefault(number, List.of());
    if (tail > 0 && !output.isEmpty()) {
      lines.add("the last that it wrote:");
      output.subList(Math.max(0, output.size() - tail), output.size()).stream()
          .map(line -> INDENT + ScreenSafe.text(line))
          .forEach(lines::add);
    }
    meaning(step, output);
    changes();
  }

  private void meaning(LoggedStep step, List<String> output) throws IOException {
    String meaning = ExitCodes.meaning(failure.exitCode());
    if (!meaning.isEmpty()) {
      lines.add("exit code " + failure.exitCode() + ": " + meaning);
    }
    if (failure.exitCode() == 126 || failure.exitCode() == 127) {
      Diagnosis.of(store, disk, build, step, output).stream()
          .flatMap(finding -> FindingText.lines(finding).stream())
          .forEach(line -> lines.add(INDENT + line));
    }
  }

  private void changes() throws IOException {
    Explanation explanation = new BuildLogs(store).explain(build);
    BuildLog before = explanation.before();
    if (before == null) {
      return;
    }
    List<String> changes = ChangesText.of(explanation, failure.step());
    String age = Quantity.age(before.begun(), Instant.now());
    String since = before.id() + ", the last that went well, " + age;
    if (changes.isEmpty()) {
      lines.add("nothing that is known changed for it since build " + since);
      return;
    }
    lines.add("changed since build " + since + ":");
    changes.stream().limit(MOST_CHANGES).map(line -> INDENT + line).forEach(lines::add);
    if (changes.size() > MOST_CHANGES) {
      lines.add(INDENT + "... (jbuild explain tells all)");
    }
  }
}
