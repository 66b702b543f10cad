package dev.jbuild.cli.command;

import dev.jbuild.builder.image.ImageDetails;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.IndentedJson;
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

@Command(name = "inspect", description = "Show all about images, as JSON.")
final class InspectCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Name or ID of an image.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The image for this platform, if there are several.")
  private @Nullable String platform;

  @Mixin private FormatFlag format = new FormatFlag();

  InspectCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      ImageDetails details = new ImageDetails(store.store());
      List<Map<String, Object>> found = new ArrayList<>();
      for (String image : images) {
        found.add(details.inspect(store.images().find(image, Platforms.only(platform))));
      }
      Optional<List<String>> formatted = format.lines(found);
      List<String> lines =
          formatted.isPresent() ? formatted.get() : List.of(IndentedJson.of(found));
      for (String line : lines) {
        jbuild.host().out().line(line);
      }
    }
    return ExitCode.SUCCESS.number();
  }
}
