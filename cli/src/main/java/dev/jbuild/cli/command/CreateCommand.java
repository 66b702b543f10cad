package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.container.Launcher;
import dev.jbuild.runner.container.ListedOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "create", description = "Make a container that does not run yet; print its ID.")
final class CreateCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Mixin final NewContainerFlags flags = new NewContainerFlags();

  CreateCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    RunRequest words = flags.request(jbuild);
    ListedOptions listed = flags.listed(false);
    if (flags.hasRuntime(jbuild)) {
      throw new CommandException(
          ExitCode.USAGE, "a runtime only runs containers that end with their command: use run");
    }
    try (OpenStore store = OpenStore.of(jbuild)) {
      LocalImage image = flags.image(jbuild, store, words);
      Launcher launcher = new Launcher(store.store(), flags.agent(jbuild, store));
      jbuild
          .host()
          .out()
          .line(
              launcher.create(
                  words.withImage(image.config()), listed.withImageId(image.id().toString())));
      return ExitCode.SUCCESS.number();
    } catch (RunException | BuildException | IOException e) {
      throw new CommandException(
          ExitCode.FAILED, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }
}
