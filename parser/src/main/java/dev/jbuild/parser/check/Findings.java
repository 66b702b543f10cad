package dev.jbuild.parser.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Severity;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.lint.LintOptions;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.lint.Warning;
import dev.jbuild.parser.lint.WarningSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects errors and warnings, in the order in which the reference comes upon them. */
final class Findings implements WarningSink {
  /** The order in which errors are told. */
  static final Comparator<Diagnostic> ERRORS =
      Comparator.comparingInt((Diagnostic error) -> error.location().startLine())
          .thenComparingInt(error -> error.location().startColumn());

  /** The order in which warnings are told. */
  static final Comparator<Warning> WARNINGS =
      Comparator.comparingInt((Warning warning) -> warning.location().startLine())
          .thenComparing(Warning::message);

  private final LintOptions options;
  private final Set<Diagnostic> errors = new LinkedHashSet<>();
  private final List<Warning> warnings = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private List<String> lastComments = List.of();
  private LintOptions lastOptions;

  Findings(LintOptions options) {
    this.options = options;
    this.lastOptions = options;
  }

  @Override
  public void warn(Rule rule, Instruction about, String message) {
    warn(rule, about.location(), about.origin().comments(), message);
  }

  /** The reference gives no more warnings once it has stopped at an error. */
  void warn(Rule rule, Location location, List<String> comments, String message) {
    boolean tooLate = rule.isOfReference() && !errors.isEmpty();
    if (!tooLate && optionsBelow(comments).checks(rule)) {
      warnings.add(new Warning(rule, location, message));
    }
  }

  /** One instruction may have many warnings; its comments are read once. */
  private LintOptions optionsBelow(List<String> comments) {
    if (!comments.equals(lastComments)) {
      lastComments = comments;
      lastOptions = options.with(comments);
    }
    return lastOptions;
  }

  void error(Location location, String message) {
    error(new Diagnostic(Severity.ERROR, location, message, null));
  }

  void error(Diagnostic error) {
    errors.add(error);
  }

  void notice(String text) {
    notices.add(text);
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  CheckReport report() {
    List<Diagnostic> sorted = new ArrayList<>(errors);
    sorted.sort(ERRORS);
    warnings.sort(WARNINGS);
    return new CheckReport(sorted, warnings, notices, options.error());
  }
}
