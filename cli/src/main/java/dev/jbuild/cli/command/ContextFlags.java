package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.words.ContextWord;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a build reads. */
final class ContextFlags {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|TAR|URL|-",
      description = "The build context; - for a tar or Dockerfile on standard input.")
  @Nullable String context;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile, if not the context's own; - for standard input.")
  @Nullable String file;

  @Option(
      names = "--build-context",
      paramLabel = "NAME=SOURCE",
      description =
          "A directory, tar, URL, docker-image://REF or oci-layout://DIR for a stage or image.")
  List<String> named = new ArrayList<>();

  /** What {@code jbuild check} is to look at, in its own words. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (file != null) {
      words.addAll(List.of("--file", file));
    }
    if (context != null) {
      words.add(context);
    }
    return words;
  }

  BuildRequest request(Host host) throws CommandException, IOException {
    BuildInput input = BuildInput.of(context, file, host);
    return BuildRequest.of(input.context())
        .withNamedContexts(Given.read(() -> ContextWord.parse(named, host.directory())))
        .withDockerfile(input.dockerfile());
  }
}
