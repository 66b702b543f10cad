package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.ImageDetails;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.ContainerDetails;
import dev.jbuild.runner.container.ContainerSizes;
import dev.jbuild.runner.container.Listed;
import dev.jbuild.runner.container.Volume;
import dev.jbuild.runner.container.Volumes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "inspect", description = "Show all about containers, images or volumes, as JSON.")
final class InspectCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Name or ID.")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The image for this platform, if there are several.")
  @Nullable String platform;

  @Option(
      names = "--type",
      paramLabel = "container|image|volume",
      description = "Only things of this kind; else a container goes first, then an image.")
  @Nullable String type;

  @Option(
      names = {"-s", "--size"},
      description = "Of containers, also how many bytes their files take: reads all of them.")
  boolean size;

  @Mixin DetailsFormat format = new DetailsFormat();

  InspectCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  /** Shows what there is, then fails with the last failure; the others are told on the way. */
  @Override
  public Integer call() throws Exception {
    Exception failed = null;
    try (OpenStore store = OpenStore.of(jbuild)) {
      List<Map<String, ?>> found = new ArrayList<>();
      for (String name : names) {
        try {
          found.add(details(name, store));
        } catch (BuildException | CommandException e) {
          if (failed != null) {
            jbuild.host().err().println("error: " + failed.getMessage());
          }
          failed = e;
        }
      }
      show(found);
    }
    if (failed != null) {
      throw failed;
    }
    return ExitCode.SUCCESS.number();
  }

  /** Nothing is an empty array, so that who reads JSON always gets some, or an empty line. */
  private void show(List<Map<String, ?>> found) throws CommandException, IOException {
    Optional<List<String>> formatted = format.lines(found);
    List<String> lines = formatted.orElse(List.of(IndentedJson.of(found)));
    for (String line : lines.isEmpty() ? List.of("") : lines) {
      jbuild.host().out().line(line);
    }
  }

  private Map<String, ?> details(String name, OpenStore store)
      throws BuildException, CommandException, IOException, InterruptedException {
    try {
      if (isWanted("container")) {
        Optional<Listed> container = store.containers().lookUp(name);
        if (container.isPresent()) {
          return container(container.get(), store);
        }
      }
      if (isWanted("image")
          && (type != null || platform != null || store.images().lookUp(name).isPresent())) {
        LocalImage image = store.images().find(name, Platforms.only(platform));
        sizeIsIgnored("image");
        return new ImageDetails(store.store()).inspect(image);
      }
      if (isWanted("volume")) {
        Volume volume = new Volumes(store.store()).find(name);
        sizeIsIgnored("volume");
        return volume.json();
      }
    } catch (RunException e) {
      if (type == null) {
        throw new CommandException(ExitCode.FAILED, "No such object: " + name, e);
      }
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
    throw new CommandException(ExitCode.FAILED, "No such " + type + ": " + name);
  }

  private Map<String, ?> container(Listed container, OpenStore store) throws IOException {
    Map<String, @Nullable Object> details = ContainerDetails.of(container);
    if (size) {
      AgentOptions options = jbuild.agentOptions(store.store().root(), Isolation.AUTO);
      ContainerSizes sizes = ContainerSizes.of(store.store(), options, container);
      details.put("SizeRw", sizes.written());
      details.put("SizeRootFs", sizes.all());
    }
    return details;
  }

  /** As docker's, on standard error. */
  private void sizeIsIgnored(String kind) {
    if (size) {
      jbuild.host().err().println("warning: --size ignored for " + kind + "s");
    }
  }

  private boolean isWanted(String kind) {
    return type == null || type.equals(kind);
  }
}
