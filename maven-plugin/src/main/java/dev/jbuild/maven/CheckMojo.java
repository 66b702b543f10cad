package dev.jbuild.maven;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.context.ContextOpener;
import dev.jbuild.builder.engine.BaseFacts;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.check.CheckReport;
import dev.jbuild.parser.check.PlatformChecks;
import dev.jbuild.parser.lint.Warning;
import dev.jbuild.parser.value.PlatformName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Finds mistakes in the Dockerfile without building it, first of all that is done: it asks no
 * registry and needs no file that the project makes.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class CheckMojo extends StoreMojo {

  /** The build context. */
  @Parameter(property = "jbuild.contextDirectory", defaultValue = "${project.basedir}")
  private File contextDirectory = new File("");

  /** The Dockerfile, when it is not the one in the root of the build context. */
  @Parameter(property = "jbuild.dockerfile")
  private @Nullable File dockerfile;

  /** Build arguments: values for the Dockerfile's {@code ARG}s. */
  @Parameter private Map<String, String> buildArgs = Map.of();

  /** The target stage; all stages are checked unless set. */
  @Parameter(property = "jbuild.target")
  private @Nullable String target;

  /** Fails the Maven build for warnings, too; the Dockerfile can say so with check=error=true. */
  @Parameter(property = "jbuild.check.failOnWarning", defaultValue = "false")
  private boolean failOnWarning;

  @Override
  void act() throws BuildException, IOException, MojoFailureException {
    DockerfilePlace place = new DockerfilePlace(session(), contextDirectory, dockerfile);
    ContextOpener opener = ContextOpener.ofThisMachine(Files::createTempDirectory);
    try (BuildFiles files =
        BuildFiles.read(
            new ContextSource.Local(contextDirectory.toPath()), place.source(), opener)) {
      Dockerfile parsed = Dockerfile.parse(files.dockerfile(), place.name(files.dockerfileName()));
      tell(parsed, PlatformChecks.run(parsed, List.of(context(files))));
    }
  }

  private CheckContext context(BuildFiles files) throws MojoFailureException {
    PlatformName machine = BaseFacts.host();
    CheckContext context =
        CheckContext.DEFAULT
            .withBuildArgs(entries("jbuild.buildArgs", buildArgs))
            .withPlatforms(new CheckContext.Platforms(machine, machine))
            .withIgnoreFile(files.ignore());
    return target == null ? context : context.withTarget(target);
  }

  private void tell(Dockerfile parsed, CheckReport report) throws MojoFailureException {
    for (Diagnostic error : report.errors()) {
      getLog().error(error.render(parsed.name(), parsed.source()));
    }
    for (Warning warning : report.warnings()) {
      String text =
          "%s:%d: %s: %s"
              .formatted(
                  parsed.name(),
                  warning.location().startLine(),
                  warning.rule().ruleName(),
                  warning.message());
      if (report.failed() || failOnWarning) {
        getLog().error(text);
      } else {
        getLog().warn(text);
      }
    }
    report.notices().forEach(getLog()::warn);
    if (report.failed() || (failOnWarning && !report.warnings().isEmpty())) {
      throw new MojoFailureException(
          parsed.name()
              + " has "
              + report.errors().size()
              + " errors and "
              + report.warnings().size()
              + " warnings");
    }
  }
}
