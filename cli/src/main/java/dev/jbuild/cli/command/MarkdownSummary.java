package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.StepReport;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.oci.ImageReference;
import java.time.Duration;
import java.util.List;

/** What a build came to, in GitHub's Markdown: for the summary of a job. */
final class MarkdownSummary {
  private static final int LONGEST_STEP = 120;

  private MarkdownSummary() {}

  static String of(BuildResult result, List<ImageReference> names, Duration taken) {
    StringBuilder text = new StringBuilder("### jbuild: image built\n\n");
    text.append("| | |\n|---|---|\n");
    for (ImageReference name : names) {
      text.append("| name | ").append(code(name.familiar())).append(" |\n");
    }
    text.append("| digest | ").append(code(result.latest().digest().toString())).append(" |\n");
    text.append("| image ID | ").append(code(result.id().toString())).append(" |\n");
    long cached = result.steps().stream().filter(StepReport::cached).count();
    text.append("| time | ").append(Quantity.seconds(taken)).append(" |\n| cached | ");
    text.append(cached).append(" of ").append(result.steps().size()).append(" steps |\n\n");
    text.append("| step | time | cache |\n|---|---:|---|\n");
    for (StepReport step : result.steps()) {
      text.append("| ").append(code(shortened(step.step().title()))).append(" | ");
      text.append(step.cached() ? "" : Quantity.seconds(step.duration()));
      text.append(step.cached() ? " | hit |\n" : " | |\n");
    }
    return text.append('\n').toString();
  }

  static String of(BuildException failure, String place) {
    String message = String.valueOf(failure.getMessage());
    return "### jbuild: build failed\n\n"
        + (place.isEmpty() ? "" : code(place) + "\n\n")
        + "```\n"
        + message.replace("```", "'''")
        + "\n```\n\n";
  }

  private static String shortened(String title) {
    return title.length() <= LONGEST_STEP ? title : title.substring(0, LONGEST_STEP - 1) + "…";
  }

  /** Code in a cell of a table: no line breaks and no bars that would end the cell. */
  private static String code(String text) {
    String line = text.replace("\n", " ").replace("\r", " ").replace("|", "\\|");
    String fence = line.contains("`") ? "``" : "`";
    return line.contains("`") ? fence + " " + line + " " + fence : fence + line + fence;
  }
}
