package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.network.Networks;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rename", description = "Give a container another name.")
final class RenameCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID.")
  String container = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
  String name = "";

  RenameCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    return new EachContainer(jbuild)
        .one(
            container,
            (found, control, store) -> {
              Path root = store.store().root();
              Networks networks = new Networks(root, jbuild.agentOptions(root, Isolation.AUTO));
              store.containers().rename(found, name, networks);
              return ExitCode.SUCCESS.number();
            });
  }
}
