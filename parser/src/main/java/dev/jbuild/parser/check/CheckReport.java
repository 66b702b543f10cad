package dev.jbuild.parser.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.lint.Warning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a check has found.
 *
 * @param errors all that keeps the file from being built, in the order of the file
 * @param warnings by line, then by message; with errors only those that the reference finds before
 *     it stops at the first of them
 * @param notices what is odd about the build and not the file; they fail nothing
 * @param strict whether the file asks for warnings to fail the build
 */
public record CheckReport(
    List<Diagnostic> errors, List<Warning> warnings, List<String> notices, boolean strict) {
  public CheckReport {
    notices = List.copyOf(notices);
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Why warnings fail the build, if they do. */
  public Optional<String> violation() {
    if (!strict || warnings.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        warnings.stream()
            .map(warning -> warning.rule().ruleName())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", ", "lint violation found for rules: ", "")));
  }

  /** Whether the file must not be built. */
  public boolean failed() {
    return !errors.isEmpty() || violation().isPresent();
  }
}
