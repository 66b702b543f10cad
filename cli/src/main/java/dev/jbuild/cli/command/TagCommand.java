package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "tag", description = "Give an image one more name.")
final class TagCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or ID of an image.")
  String image = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
  String name = "";

  TagCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    ImageReference reference = Names.parse(name);
    try (OpenStore store = OpenStore.of(jbuild)) {
      store.images().tag(image, reference);
    }
    return ExitCode.SUCCESS.number();
  }
}
