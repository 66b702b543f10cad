package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.ContainerPorts;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "port", description = "Show where the ports of a container are published.")
final class PortCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Name or ID.")
  String container = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PORT[/udp]",
      description = "Only this port of the container.")
  @Nullable String inside;

  PortCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    return new EachContainer(jbuild).one(container, (found, control, store) -> show(found));
  }

  private int show(Listed found) throws IOException, RunException {
    boolean shown = false;
    String wanted = inside == null || inside.contains("/") ? inside : inside + "/tcp";
    for (ContainerPorts.Port port : ContainerPorts.of(found)) {
      if (port.host() != null && (wanted == null || wanted.equals(port.inside()))) {
        jbuild
            .host()
            .out()
            .line(wanted == null ? port.inside() + " -> " + port.place() : port.place());
        shown = true;
      }
    }
    if (wanted != null && !shown) {
      throw new RunException(
          "no public port '" + wanted + "' published for " + found.definition().name());
    }
    return ExitCode.SUCCESS.number();
  }
}
