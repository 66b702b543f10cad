package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.context.ContextOpener;
import dev.jbuild.builder.engine.BaseFacts;
import dev.jbuild.cli.check.CheckedFile;
import dev.jbuild.cli.check.ReportFormat;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.check.CheckReport;
import dev.jbuild.parser.check.PlatformChecks;
import dev.jbuild.parser.value.PlatformName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "check", description = "Find mistakes in a Dockerfile without building it.")
final class CheckCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|TAR|-",
      description = "The build context, if not this directory.")
  String context = ".";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile, if not the context's own; - for standard input.")
  @Nullable String file;

  @Option(
      names = "--format",
      paramLabel = "text|json|sarif|github|junit",
      description = "The form of the report.")
  ReportFormat format = ReportFormat.TEXT;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Value of an ARG; without a value, the variable of the environment.")
  List<String> buildArgs = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "STAGE",
      description = "Check what this stage needs, not all stages.")
  @Nullable String target;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH,...",
      description = "Check a build for these platforms, not this machine's.")
  List<String> platforms = new ArrayList<>();

  @Option(
      names = "--fail-on-warning",
      description = "Exit with 1 for warnings, too; else for errors only.")
  boolean failOnWarning;

  CheckCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  /** Checks by the words of a command line, as {@code docker build --check} does. */
  static int failingOnWarnings(Jbuild jbuild, List<String> words) throws Exception {
    CheckCommand command = new CheckCommand(jbuild);
    command.failOnWarning = true;
    Commands.settings(new CommandLine(CheckCommandSpec.of(command)), jbuild)
        .parseArgs(words.toArray(String[]::new));
    return command.call();
  }

  @Override
  public Integer call() throws Exception {
    BuildInput input = BuildInput.of(context, file, jbuild.host());
    ContextOpener opener = ContextOpener.ofThisMachine(Files::createTempDirectory);
    try (BuildFiles files = BuildFiles.read(input.context(), input.dockerfile(), opener)) {
      return check(files);
    }
  }

  private int check(BuildFiles files) throws BuildException, CommandException, IOException {
    Dockerfile dockerfile = Dockerfile.parse(files.dockerfile(), name(files));
    CheckReport report = check(dockerfile, files);
    report.notices().forEach(jbuild::warn);
    String text = format.write(new CheckedFile(name(files), dockerfile.source(), report));
    if (!text.isEmpty()) {
      jbuild.host().out().line(text);
    }
    boolean failed = report.failed() || (failOnWarning && !report.warnings().isEmpty());
    return (failed ? ExitCode.FAILED : ExitCode.SUCCESS).number();
  }

  /** The path by which whoever reads the report finds the file. */
  private String name(BuildFiles files) {
    boolean inContext =
        file == null && !context.equals(".") && Files.isDirectory(jbuild.host().path(context));
    String directory = context.endsWith("/") ? context : context + "/";
    return inContext ? directory + files.dockerfileName() : files.dockerfileName();
  }

  private CheckReport check(Dockerfile dockerfile, BuildFiles files)
      throws BuildException, CommandException, IOException {
    PlatformName machine = BaseFacts.host();
    CheckContext checked =
        CheckContext.DEFAULT
            .withBuildArgs(KeyValues.withEnvironment("--build-arg", buildArgs, jbuild.host()))
            .withPlatforms(new CheckContext.Platforms(machine, machine))
            .withIgnoreFile(files.ignore());
    try (StoredBases bases = StoredBases.of(jbuild)) {
      CheckContext whole = checked.withBaseImages(bases);
      CheckContext wanted = target == null ? whole : whole.withTarget(target);
      return PlatformChecks.run(dockerfile, wanted.forTargets(targets(machine)));
    }
  }

  private List<PlatformName> targets(PlatformName machine) throws CommandException {
    List<PlatformName> targets = new ArrayList<>();
    for (Platform platform : Platforms.all(platforms)) {
      PlatformName target = BaseFacts.platform(platform);
      targets.add(target == null ? machine : target);
    }
    return targets.isEmpty() ? List.of(machine) : targets;
  }
}
