package dev.jbuild.parser.check;

import dev.jbuild.parser.DetectedDirective;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Severity;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.lint.LintOptions;
import dev.jbuild.parser.lint.LintOptionsException;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.syntax.Problem;
import dev.jbuild.parser.syntax.SyntaxReader;
import dev.jbuild.parser.text.Utf8;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a Dockerfile: everything that can be known without its base images and context. */
public final class Check {
  /** The build argument that takes the place of the check directive. */
  public static final String OPTIONS_ARGUMENT = "BUILDKIT_DOCKERFILE_CHECK";

  private static final String EMPTY_CONTINUATION = "Empty continuation line found in: ";

  private final Dockerfile file;
  private final CheckContext context;
  private final Findings findings;

  private Check(Dockerfile file, CheckContext context, Findings findings) {
    this.file = file;
    this.context = context;
    this.findings = findings;
  }

  /** Finds all errors of a file, and what the build checks say about it. */
  public static CheckReport run(Dockerfile file, CheckContext context) {
    Optional<DetectedDirective> directive = DetectedDirective.check(Utf8.encode(file.source()));
    String given = context.buildArgs().get(OPTIONS_ARGUMENT);
    String text = given != null ? given : directive.map(DetectedDirective::value).orElse("");
    Findings findings;
    try {
      findings = new Findings(LintOptions.parse(text));
    } catch (LintOptionsException e) {
      findings = new Findings(LintOptions.DEFAULT);
      int line = given != null ? 1 : directive.map(DetectedDirective::line).orElse(1);
      findings.error(
          new Location(line, 1, line), "failed to parse check options: " + e.getMessage());
    }
    new Check(file, context, findings).run();
    return findings.report();
  }

  /** In the reference's order, which decides what it still warns of before it stops. */
  private void run() {
    if (file.hasErrors() && !hasSoundSyntax()) {
      file.errors().forEach(findings::error);
    }
    warnOfEmptyContinuations();
    int end = firstErrorLine();
    new InstructionChecks(findings).check(file, end);
    file.errors().forEach(findings::error);
    if (file.stages().isEmpty()) {
      return;
    }
    NameChecks.check(file, findings);
    checkDefaultBases();
    GlobalScope global = GlobalScope.of(file, context, context.buildArgs(), findings);
    boolean complete = !file.hasErrors();
    StageGraph graph = StageGraph.of(file, context, global, findings);
    if (graph.check(complete)) {
      new StageWalk(file, context, global, graph, findings).walk(complete);
      if (complete) {
        UnusedArguments.check(file, graph, context, findings);
      }
    }
  }

  private boolean hasSoundSyntax() {
    var directives = file.directives();
    boolean sound =
        SyntaxReader.read(file.source(), directives.escape(), directives.lines())
            .problems()
            .stream()
            .allMatch(Problem::warning);
    return sound
        && file.errors().stream()
            .noneMatch(error -> error.location().startLine() <= directives.lines());
  }

  private int firstErrorLine() {
    return file.errors().stream()
        .mapToInt(error -> error.location().startLine())
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private void warnOfEmptyContinuations() {
    for (Diagnostic diagnostic : file.diagnostics()) {
      if (diagnostic.severity() == Severity.WARNING
          && diagnostic.message().startsWith(EMPTY_CONTINUATION)) {
        findings.warn(
            Rule.NO_EMPTY_CONTINUATION,
            diagnostic.location(),
            List.of(),
            "Empty continuation line");
      }
    }
  }

  /** Whether a build without build arguments has base images at all. */
  private void checkDefaultBases() {
    var scratch = new Findings(LintOptions.DEFAULT);
    GlobalScope defaults = GlobalScope.of(file, context, Map.of(), scratch);
    if (!scratch.hasErrors()) {
      BaseNames.checkDefaults(file, defaults, findings);
    }
  }
}
