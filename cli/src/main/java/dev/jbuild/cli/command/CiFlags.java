package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Mistake;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Origin;
import dev.jbuild.cli.check.AnnotatedListener;
import dev.jbuild.cli.check.WorkflowCommand;
import dev.jbuild.cli.host.Host;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a build tells those who read of it in a CI server. */
final class CiFlags {
  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description =
          "Append a summary in Markdown to a file; in GitHub's workflows that of the job unless"
              + " said.")
  @Nullable Path summary;

  private @Nullable AnnotatedListener heard;

  /** What the build tells, also to this. */
  BuildListener hearing(BuildListener progress) {
    heard = new AnnotatedListener(progress);
    return heard;
  }

  /** Tells of a build that is done. */
  void done(
      BuildResult result,
      BuildRequest request,
      List<ImageReference> names,
      Duration taken,
      Host host)
      throws IOException {
    annotateWarnings(request, host);
    append(MarkdownSummary.of(result, names, taken), host);
  }

  /** Tells of one that failed, with an annotation of its line in GitHub's workflows. */
  void failed(BuildException failure, BuildRequest request, Host host) throws IOException {
    annotateWarnings(request, host);
    List<Mistake> mistakes = failure.mistakes();
    if (failure.origin() != null) {
      mistakes = List.of(new Mistake(failure.origin(), String.valueOf(failure.getMessage())));
    }
    for (Mistake mistake : mistakes) {
      annotate("error", mistake.origin(), mistake.message(), request, host);
    }
    Origin first = mistakes.isEmpty() ? null : mistakes.getFirst().origin();
    String place = first == null ? "" : file(first, request, host) + ":" + first.line();
    append(MarkdownSummary.of(failure, place), host);
  }

  /** When the display is at its end, so that a line of them is a line. */
  private void annotateWarnings(BuildRequest request, Host host) {
    if (heard != null) {
      heard
          .warnings()
          .forEach(each -> annotate("warning", each.origin(), each.message(), request, host));
    }
  }

  private static void annotate(
      String level, Origin origin, String message, BuildRequest request, Host host) {
    if (onGithub(host)) {
      String file = file(origin, request, host);
      host.err()
          .println(
              new WorkflowCommand(
                  level, file, origin.line(), origin.lastLine(), "jbuild build", message));
    }
  }

  private static boolean onGithub(Host host) {
    return "true".equals(host.variable("GITHUB_ACTIONS"));
  }

  private void append(String text, Host host) throws IOException {
    String variable = onGithub(host) ? host.variable("GITHUB_STEP_SUMMARY") : null;
    Path file = summary;
    if (file == null && variable != null && !variable.isEmpty()) {
      file = host.path(variable);
    }
    if (file != null) {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /** The path from the root of the checkout, by which GitHub finds the file. */
  private static String file(Origin origin, BuildRequest request, Host host) {
    boolean inContext =
        request.dockerfile() instanceof DockerfileSource.InContext
            || request.dockerfile() instanceof DockerfileSource.Named;
    Path path =
        inContext && request.contexts().main() instanceof ContextSource.Local local
            ? local.directory().resolve(origin.file())
            : host.path(origin.file());
    String workspace = host.variable("GITHUB_WORKSPACE");
    Path whole = path.toAbsolutePath().normalize();
    Path root = host.path(workspace == null ? "" : workspace).toAbsolutePath().normalize();
    return whole.startsWith(root) ? root.relativize(whole).toString() : whole.toString();
  }
}
