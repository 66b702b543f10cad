package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.builder.image.PullPolicy;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.host.Signals;
import dev.jbuild.cli.host.Terminal;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.executor.NotExecutableException;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Platform;
import dev.jbuild.runner.ContainerRun;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.ProcessOptions;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.RunResult;
import dev.jbuild.runner.container.Launcher;
import dev.jbuild.runner.container.ListedOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "Run a command in a new container of an image.")
final class RunCommand implements Callable<Integer> {
  private static final List<String> PASSED_ON = List.of("INT", "TERM", "HUP", "USR1", "ALRM");

  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or ID; pulled if missing.")
  private String image = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "In place of the image's cmd.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      description = "Pass standard input on.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Give the command a terminal.")
  private boolean tty;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "Variable for the command; without a value, that of the environment.")
  private List<String> variables = new ArrayList<>();

  @Mixin private final MountFlags mounts = new MountFlags();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory.")
  private @Nullable String directory;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "User, by name or number.")
  private @Nullable String user;

  @Option(
      names = "--entrypoint",
      paramLabel = "PROGRAM",
      description = "In place of the image's entrypoint and cmd.")
  private @Nullable String entrypoint;

  @Mixin private final RuntimeFlag runtime = new RuntimeFlag();

  @Mixin private final NetworkFlags network = new NetworkFlags();

  @Option(
      names = "--isolation",
      paramLabel = "auto|root|rootless|rootless-single|nested|chroot",
      converter = IsolationWord.class,
      description = "How the container is kept from the machine; never weaker than asked.")
  private Isolation isolation = Isolation.AUTO;

  @Mixin private final ConfinementFlags confinement = new ConfinementFlags();

  @Mixin private final ListedFlags listed = new ListedFlags();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables for the command, a line each.")
  private List<Path> environmentFiles = new ArrayList<>();

  RunCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  /** The exit code is the process's own; what keeps it from starting is 125, as with docker. */
  @Override
  public Integer call() throws Exception {
    try {
      return run();
    } catch (RunException | BuildException | IOException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new CommandException(ExitCode.NOT_STARTED, message, e);
    }
  }

  private int run()
      throws RunException, BuildException, CommandException, IOException, InterruptedException {
    Terminal terminal = jbuild.host().terminal();
    if (tty && interactive && !terminal.stdin()) {
      throw new CommandException(
          ExitCode.NOT_STARTED, "standard input is not a terminal: leave -t out");
    }
    if (directory != null && !directory.startsWith("/")) {
      throw new CommandException(
          ExitCode.NOT_STARTED, "the working directory must be absolute: " + directory);
    }
    try (OpenStore store = OpenStore.of(jbuild)) {
      LocalImage found = image(store);
      RunRequest request = request(found.config());
      AgentOptions options =
          jbuild
              .agentOptions(store.store().root(), isolation)
              .withRuntime(runtime.runtime(jbuild.host()));
      if (options.runtime() != null) {
        return runUnlisted(store, request, options);
      }
      ListedOptions kept = listed.options(image, found, interactive, mounts.volumes());
      Launcher launcher = new Launcher(store.store(), options);
      listed.claimIdFile();
      return listed.detach()
          ? launch(launcher, request, kept)
          : told(
              isOnTerminal()
                  ? launcher.attach(request, kept)
                  : launcher.run(request, kept, streams()));
    }
  }

  private boolean isOnTerminal() {
    Terminal terminal = jbuild.host().terminal();
    return tty && terminal.stdin() && terminal.stdout();
  }

  private int runUnlisted(OpenStore store, RunRequest request, AgentOptions options)
      throws RunException, CommandException, InterruptedException {
    if (listed.detach() || !mounts.volumes().isEmpty()) {
      throw new CommandException(
          ExitCode.NOT_STARTED,
          "a runtime has no containers with -d, and no volumes: leave --runtime out");
    }
    try (ContainerRun containers = ContainerRun.open(store.store(), options)) {
      return told(isOnTerminal() ? containers.attach(request) : containers.run(request, streams()));
    }
  }

  private int told(RunResult result) {
    if (!result.message().isEmpty()) {
      jbuild.host().err().println("error: " + result.message());
    }
    return result.exitCode();
  }

  /** The image of the store; one that is not there, or lacks layers, is pulled first. */
  private LocalImage image(OpenStore store)
      throws BuildException, CommandException, IOException, InterruptedException {
    Optional<LocalImage> local = store.images().lookUp(image);
    if (local.isPresent() && store.hasLayers(local.get())) {
      return local.get();
    }
    try (Progress progress = ProgressMode.AUTO.start(jbuild.host());
        OpenStore pulling = OpenStore.of(jbuild, progress)) {
      // What one isolation cannot unpack another may.
      ImagePull pull = isolation == Isolation.AUTO ? pulling.pullToRun() : pulling.pull();
      if (local.isPresent()) {
        pull.layers(local.get().resolved());
        return local.get();
      }
      progress.note(image + " is not in the local store");
      pull.pull(Names.parse(image), Platform.host(), PullPolicy.MISSING);
      return store.images().find(image);
    }
  }

  private int launch(Launcher launcher, RunRequest request, ListedOptions kept)
      throws RunException, IOException, InterruptedException {
    try {
      jbuild.host().out().line(launcher.launch(request, kept));
      return ExitCode.SUCCESS.number();
    } catch (NotExecutableException e) {
      jbuild.host().err().println("error: " + e.getMessage());
      return e.exitCode();
    }
  }

  RunRequest request(ImageConfig config) throws CommandException, IOException {
    ProcessOptions process =
        new ProcessOptions(
            entrypoint,
            command,
            EnvironmentWords.of(variables, environmentFiles, jbuild.host()),
            directory,
            user);
    return RunRequest.of(config)
        .withProcess(process)
        .withBinds(mounts.binds())
        .withMounts(mounts.mounts())
        .withNetwork(network.network())
        .withConfinement(confinement.confinement().withReadOnlyRoot(mounts.readOnly()))
        .withTty(tty);
  }

  private ContainerStreams streams() {
    Host host = jbuild.host();
    return new ContainerStreams(
        interactive ? host.in() : null,
        host.out(),
        host.err(),
        receiver -> Signals.handle(PASSED_ON, receiver),
        host.err()::println);
  }
}
