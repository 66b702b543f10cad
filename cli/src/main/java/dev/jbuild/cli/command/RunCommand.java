package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.NotExecutableException;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.runner.ContainerRun;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.container.Launcher;
import dev.jbuild.runner.container.ListedOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Run a command in a new container of an image.")
final class RunCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Mixin final NewContainerFlags flags = new NewContainerFlags();

  @Option(
      names = {"-d", "--detach"},
      description = "Do not wait for its end; print its ID.")
  boolean detach;

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
    RunRequest words = flags.request(jbuild);
    ListedOptions listed = flags.listed(!detach);
    boolean hasRuntime = flags.hasRuntime(jbuild);
    if (hasRuntime && (detach || flags.hasVolumes() || words.confinement().reaper())) {
      throw new CommandException(
          ExitCode.NOT_STARTED,
          "a runtime has no containers with -d, no volumes and no --init: leave --runtime out");
    }
    if (listed.restart().restarts() && !detach) {
      throw new CommandException(
          ExitCode.NOT_STARTED,
          "--restart needs -d: without it the container ends with this command");
    }
    try (OpenStore store = OpenStore.of(jbuild)) {
      LocalImage image = flags.image(jbuild, store, words);
      RunRequest request = words.withImage(image.config());
      AgentOptions options = flags.agent(jbuild, store);
      if (hasRuntime) {
        return runUnlisted(store, request, options);
      }
      ListedOptions kept = listed.withImageId(image.id().toString());
      Launcher launcher = new Launcher(store.store(), options);
      return detach ? launch(launcher, request, kept) : run(launcher, request, kept);
    }
  }

  private int run(Launcher launcher, RunRequest request, ListedOptions kept)
      throws RunException, IOException, InterruptedException {
    return CommandStreams.told(
        jbuild,
        flags.process().isOnTerminal(jbuild)
            ? launcher.attach(request, kept)
            : launcher.run(request, kept, streams()));
  }

  private int runUnlisted(OpenStore store, RunRequest request, AgentOptions options)
      throws RunException, InterruptedException {
    try (ContainerRun containers = ContainerRun.open(store.store(), options)) {
      return CommandStreams.told(
          jbuild,
          flags.process().isOnTerminal(jbuild)
              ? containers.attach(request)
              : containers.run(request, streams()));
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

  /** What the words say, for an image. */
  RunRequest request(ImageConfig config) throws CommandException, IOException {
    return flags.request(jbuild).withImage(config);
  }

  private ContainerStreams streams() {
    return CommandStreams.of(jbuild, flags.process().interactive());
  }
}
