package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.ContainerCopy;
import dev.jbuild.runner.container.Copying;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cp",
    description =
        "Copy files between a container and this machine; - is a tar on standard input or output.")
final class CpCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "[CONTAINER:]SOURCE", description = "What to copy.")
  String source = "";

  @Parameters(index = "1", paramLabel = "[CONTAINER:]TARGET", description = "Where to.")
  String target = "";

  @Option(
      names = {"-a", "--archive"},
      description = "Keep the owners.")
  boolean archive;

  @Option(
      names = {"-L", "--follow-link"},
      description = "Copy what a source that is a link leads to.")
  boolean follow;

  @Option(
      names = {"-q", "--quiet"},
      description = "Accepted for docker's sake; nothing is shown.")
  @SuppressWarnings("UnusedVariable") // nothing is ever shown
  boolean quiet;

  CpCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    String from = container(source);
    String to = container(target);
    if (from.isEmpty() == to.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "one of source and target is in a container: CONTAINER:PATH");
    }
    if (target.equals("-") && jbuild.host().terminal().stdout()) {
      throw new CommandException(
          ExitCode.USAGE, "a tar is nothing for a terminal: redirect it to a file or a pipe");
    }
    Copying copying = new Copying(archive, follow, target.endsWith("/"));
    return new EachContainer(jbuild)
        .one(
            from.isEmpty() ? to : from,
            (found, control, store) -> {
              ContainerCopy copy =
                  new ContainerCopy(
                      store.store(), jbuild.agentOptions(store.store().root(), Isolation.AUTO));
              try {
                if (from.isEmpty()) {
                  in(copy, found, target.substring(to.length() + 1), copying);
                } else {
                  out(copy, found, source.substring(from.length() + 1), copying);
                }
              } catch (IOException e) {
                throw new RunException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
              }
              return ExitCode.SUCCESS.number();
            });
  }

  private void in(ContainerCopy copy, Listed container, String path, Copying copying)
      throws RunException, IOException {
    if (source.equals("-")) {
      copy.inFromTar(jbuild.host().in(), container, path, copying);
    } else {
      checkSource();
      copy.in(jbuild.host().path(source), isContent(source), container, path, copying);
    }
  }

  private void out(ContainerCopy copy, Listed container, String path, Copying copying)
      throws RunException, IOException {
    if (target.equals("-")) {
      copy.outAsTar(container, path, copying, jbuild.host().out());
    } else {
      copy.out(container, path, jbuild.host().path(target), copying);
    }
  }

  private void checkSource() throws RunException {
    Path path = jbuild.host().path(source);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new RunException(source + ": no such file or directory");
    }
    if (source.endsWith("/") && !Files.isDirectory(path)) {
      throw new RunException(source + ": is no directory");
    }
  }

  private static boolean isContent(String path) {
    return path.endsWith("/.") || path.equals(".");
  }

  /** Empty for a path of this machine; one with a colon is written with a slash or dot before. */
  private static String container(String word) {
    int colon = word.indexOf(':');
    boolean local = colon < 1 || word.startsWith(".") || word.substring(0, colon).contains("/");
    return local ? "" : word.substring(0, colon);
  }
}
