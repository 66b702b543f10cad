package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildException.Mistake;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.check.CheckReport;
import dev.jbuild.parser.check.PlatformChecks;
import dev.jbuild.parser.lint.Warning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses and checks the Dockerfile of a build. */
final class Dockerfiles {
  private Dockerfiles() {}

  /**
   * The file, with named contexts in the place of stages.
   *
   * @throws BuildException with all errors of the file at once
   */
  static Dockerfile parse(BuildFiles files, BuildContexts contexts) throws BuildException {
    Dockerfile dockerfile = Dockerfile.parse(files.dockerfile(), files.dockerfileName());
    List<Diagnostic> errors = dockerfile.errors();
    if (!errors.isEmpty()) {
      String line = "dockerfile parse error on line " + errors.getFirst().location().startLine();
      throw new BuildException(
          mistakes(dockerfile, errors), line + ": " + tell(dockerfile, errors));
    }
    return ReplacedStages.replace(dockerfile, contexts);
  }

  /**
   * Says what the checks find for each platform, knowing the base images.
   *
   * @throws BuildException with all errors at once, or for a base image that cannot be had, or when
   *     the file asks that warnings fail it
   */
  static void check(
      Dockerfile dockerfile,
      List<CheckContext> contexts,
      ResolvedBases bases,
      BuildListener listener)
      throws BuildException, InterruptedException {
    if (dockerfile.stages().size() > 1 || contexts.size() > 1) {
      Set<BaseLookups.Lookup> lookups = new LinkedHashSet<>();
      contexts.forEach(context -> lookups.addAll(BaseLookups.of(dockerfile, context)));
      bases.prefetch(lookups);
    }
    CheckReport report =
        PlatformChecks.run(
            dockerfile, contexts.stream().map(each -> each.withBaseImages(bases)).toList());
    Excerpts excerpts = new Excerpts(dockerfile.name(), dockerfile.source());
    for (Warning warning : report.warnings()) {
      listener.warning(
          warning.rule().ruleName() + ": " + warning.message(),
          excerpts.origin(warning.location()));
    }
    report.notices().forEach(notice -> listener.warning(notice, null));
    if (!report.errors().isEmpty()) {
      throw new BuildException(
          mistakes(dockerfile, report.errors()), tell(dockerfile, report.errors()));
    }
    Optional<BuildException> missing = bases.missing(dockerfile, excerpts);
    if (missing.isPresent()) {
      throw missing.get();
    }
    if (report.violation().isPresent()) {
      throw new BuildException(Kind.USER, null, report.violation().get());
    }
  }

  private static List<Mistake> mistakes(Dockerfile dockerfile, List<Diagnostic> errors) {
    Excerpts excerpts = new Excerpts(dockerfile.name(), dockerfile.source());
    return errors.stream()
        .map(error -> new Mistake(excerpts.origin(error.location()), error.message()))
        .toList();
  }

  /** First docker's line for the first error, which scripts look for; then all in full. */
  private static String tell(Dockerfile dockerfile, List<Diagnostic> errors) {
    String all =
        errors.stream()
            .map(error -> error.render(dockerfile.name(), dockerfile.source()))
            .collect(Collectors.joining("\n"));
    String count = errors.size() == 1 ? "" : " (" + errors.size() + " errors)";
    return errors.getFirst().message() + count + "\n" + all;
  }
}
