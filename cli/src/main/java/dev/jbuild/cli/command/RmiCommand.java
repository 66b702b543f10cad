package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.RemovedImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rmi", description = "Remove images from the store.")
final class RmiCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Name or ID of an image.")
  List<String> images = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "Though a container uses it; given an ID, remove all names of the image.")
  boolean force;

  @Option(
      names = "--no-prune",
      description = "Nothing, as there are no unnamed parents that would go along.")
  @SuppressWarnings("UnusedVariable") // nothing is ever pruned
  boolean noPrune;

  RmiCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  /** Removes what it can, and fails with the last failure; the others are told on the way. */
  @Override
  public Integer call() throws Exception {
    Exception failed = null;
    try (OpenStore store = OpenStore.of(jbuild)) {
      for (String image : images) {
        try {
          new ImageUsers(store.containers()).check(image, store.images().find(image), force);
          tell(store.images().remove(image, force));
        } catch (BuildException | CommandException e) {
          if (failed != null) {
            jbuild.host().err().println("error: " + failed.getMessage());
          }
          failed = e;
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
    return ExitCode.SUCCESS.number();
  }

  private void tell(RemovedImage removed) throws IOException {
    Output out = jbuild.host().out();
    for (ImageReference name : removed.untagged()) {
      out.line("Untagged: " + name.familiar());
    }
    if (removed.deleted() != null) {
      out.line("Deleted: " + removed.deleted());
    }
  }
}
