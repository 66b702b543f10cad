package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.runner.container.Volume;
import dev.jbuild.runner.container.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "prune", description = "Remove anonymous volumes that no container uses.")
final class VolumePruneCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Option(
      names = {"-a", "--all"},
      description = "Those with a name, too.")
  boolean all;

  @Option(
      names = {"-f", "--force"},
      description = "Accepted for docker's sake; nothing is asked.")
  @SuppressWarnings("UnusedVariable") // nothing is ever asked
  boolean force;

  VolumePruneCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    Output out = jbuild.host().out();
    try (OpenStore store = OpenStore.of(jbuild)) {
      Volumes volumes = new Volumes(store.store());
      List<Volume> going = new ArrayList<>();
      for (Volume volume : volumes.all()) {
        if ((all || volume.anonymous()) && volumes.users(volume, store.containers()).isEmpty()) {
          going.add(volume);
        }
      }
      if (!going.isEmpty()) {
        out.line("Deleted Volumes:");
      }
      for (Volume volume : going) {
        volumes.remove(volume, store.containers(), store.disk());
        out.line(volume.name());
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
