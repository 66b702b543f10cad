package dev.jbuild.parser.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.lint.Warning;
import dev.jbuild.parser.value.PlatformName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The checks of one build for several platforms. What is found for all of them is told once;
 * anything else with the platforms for which it is so.
 */
public final class PlatformChecks {
  private PlatformChecks() {}

  /**
   * Checks a file for each of the builds.
   *
   * @param contexts that differ by their target platforms, at least one
   */
  public static CheckReport run(Dockerfile file, List<CheckContext> contexts) {
    Map<PlatformName, CheckReport> reports = new LinkedHashMap<>();
    for (CheckContext context : contexts) {
      reports.put(context.platforms().target(), Check.run(file, context));
    }
    if (reports.size() == 1) {
      return reports.values().iterator().next();
    }
    List<Diagnostic> errors = merged(reports, CheckReport::errors, PlatformChecks::on);
    errors.sort(Findings.ERRORS);
    List<Warning> warnings = merged(reports, CheckReport::warnings, PlatformChecks::on);
    warnings.sort(Findings.WARNINGS);
    List<String> notices = merged(reports, CheckReport::notices, (notice, where) -> notice + where);
    boolean strict = reports.values().stream().anyMatch(CheckReport::strict);
    return new CheckReport(errors, warnings, notices, strict);
  }

  private static Diagnostic on(Diagnostic error, String where) {
    return new Diagnostic(
        error.severity(), error.location(), error.message() + where, error.hint());
  }

  private static Warning on(Warning warning, String where) {
    return new Warning(warning.rule(), warning.location(), warning.message() + where);
  }

  private static <T> List<T> merged(
      Map<PlatformName, CheckReport> reports,
      Function<CheckReport, List<T>> part,
      BiFunction<T, String, T> on) {
    Map<T, Set<PlatformName>> found = new LinkedHashMap<>();
    reports.forEach(
        (platform, report) ->
            part.apply(report)
                .forEach(
                    one ->
                        found
                            .computeIfAbsent(one, platforms -> new LinkedHashSet<>())
                            .add(platform)));
    List<T> all = new ArrayList<>();
    found.forEach(
        (one, platforms) ->
            all.add(platforms.size() == reports.size() ? one : on.apply(one, suffix(platforms))));
    return all;
  }

  private static String suffix(Collection<PlatformName> platforms) {
    List<String> names = platforms.stream().map(PlatformName::toString).toList();
    return " (for " + String.join(", ", names) + ")";
  }
}
