package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "inspect", description = "Show all about volumes, as JSON.")
final class VolumeInspectCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "VOLUME", description = "Name.")
  List<String> names = new ArrayList<>();

  @Mixin DetailsFormat format = new DetailsFormat();

  VolumeInspectCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      List<Map<String, Object>> found = new ArrayList<>();
      for (String name : names) {
        found.add(new Volumes(store.store()).find(name).json());
      }
      Optional<List<String>> formatted = format.lines(found);
      List<String> lines =
          formatted.isPresent() ? formatted.get() : List.of(IndentedJson.of(found));
      for (String line : lines) {
        jbuild.host().out().line(line);
      }
    } catch (RunException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.SUCCESS.number();
  }
}
