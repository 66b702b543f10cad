package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "Remove volumes that no container uses.")
final class VolumeRmCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "VOLUME", description = "Name.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "Those that are not there are no failure.")
  boolean force;

  VolumeRmCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    boolean failed = false;
    try (OpenStore store = OpenStore.of(jbuild)) {
      Volumes volumes = new Volumes(store.store());
      for (String name : names) {
        try {
          if (!force || volumes.all().stream().anyMatch(each -> each.name().equals(name))) {
            volumes.remove(volumes.find(name), store.containers(), store.disk());
          }
          jbuild.host().out().line(name);
        } catch (RunException e) {
          jbuild.host().err().println("error: " + e.getMessage());
          failed = true;
        }
      }
    }
    return failed ? ExitCode.FAILED.number() : ExitCode.SUCCESS.number();
  }
}
