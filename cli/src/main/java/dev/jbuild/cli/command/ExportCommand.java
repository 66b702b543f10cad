package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.ContainerCopy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = "Write the files of a container as a tar, without what is mounted in it.")
final class ExportCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "CONTAINER", description = "Name or ID.")
  String container = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, not to standard output.")
  @Nullable Path file;

  ExportCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (file == null && jbuild.host().terminal().stdout()) {
      throw new CommandException(
          ExitCode.USAGE, "a tar is nothing for a terminal: use -o FILE, or redirect it");
    }
    return new EachContainer(jbuild)
        .one(
            container,
            (found, control, store) -> {
              ContainerCopy copy =
                  new ContainerCopy(
                      store.store(), jbuild.agentOptions(store.store().root(), Isolation.AUTO));
              try (OutputStream out = output()) {
                copy.export(found, out);
              } catch (IOException e) {
                throw new RunException("export " + container + ": " + e.getMessage(), e);
              }
              return ExitCode.SUCCESS.number();
            });
  }

  private OutputStream output() throws IOException {
    Path target = file;
    return target == null
        ? jbuild.host().out()
        : new BufferedOutputStream(Files.newOutputStream(target));
  }
}
