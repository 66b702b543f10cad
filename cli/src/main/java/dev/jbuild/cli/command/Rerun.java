package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Platform;
import dev.jbuild.runner.ContainerRun;
import dev.jbuild.runner.ContainerStreams;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.RunResult;
import dev.jbuild.runner.SignalSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One container at a time, of the image that was built last. */
final class Rerun implements AutoCloseable {
  private final Jbuild jbuild;
  private final RunCommand options;
  private final OpenStore store;
  private final ContainerRun containers;
  private @Nullable Thread running;

  private Rerun(Jbuild jbuild, RunCommand options, OpenStore store, ContainerRun containers) {
    this.jbuild = jbuild;
    this.options = options;
    this.store = store;
    this.containers = containers;
  }

  /**
   * @param words options of {@code jbuild run}, parted by blanks
   */
  static Rerun of(Jbuild jbuild, String words) throws CommandException, IOException {
    RunCommand options = new RunCommand(jbuild);
    List<String> all = new ArrayList<>(List.of(words.strip().split(" +", -1)));
    all.removeIf(String::isEmpty);
    all.add("image");
    try {
      new CommandLine(RunCommandSpec.of(options)).parseArgs(all.toArray(String[]::new));
      options.request(ImageConfig.empty(Platform.host())); // before the first build
    } catch (ParameterException e) {
      throw new CommandException(ExitCode.USAGE, "--run-options: " + e.getMessage(), e);
    }
    OpenStore store = OpenStore.of(jbuild);
    try {
      return new Rerun(
          jbuild,
          options,
          store,
          ContainerRun.open(
              store.store(), jbuild.agentOptions(store.store().root(), Isolation.AUTO)));
    } catch (RunException e) {
      store.close();
      throw new CommandException(ExitCode.NOT_STARTED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Ends the container that runs, and starts one of a new image. */
  void start(BuildResult result, Progress progress)
      throws BuildException, CommandException, IOException, InterruptedException {
    end();
    try (OpenStore pulling = OpenStore.of(jbuild, progress)) {
      pulling.pull().layers(pulling.images().find(result.id().toString()).resolved());
    }
    RunRequest request = options.request(result.config());
    running = Thread.ofPlatform().name("container").start(() -> run(request));
  }

  private void run(RunRequest request) {
    ContainerStreams streams =
        new ContainerStreams(
            null,
            jbuild.host().out(),
            jbuild.host().err(),
            SignalSource.NONE,
            jbuild.host().err()::println);
    try {
      RunResult ended = containers.run(request, streams);
      String why = ended.message().isEmpty() ? "" : ": " + ended.message();
      jbuild.host().err().println("the container ended with exit code " + ended.exitCode() + why);
    } catch (RunException e) {
      jbuild.host().err().println("error: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // that is how it is ended
    }
  }

  private void end() throws InterruptedException {
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
      thread.join();
      running = null;
    }
  }

  /** Ends the container; an interrupt must not leave it behind. */
  @Override
  public void close() throws IOException, RunException {
    boolean interrupted = Thread.interrupted();
    try (store;
        containers) {
      while (running != null) {
        try {
          end();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
