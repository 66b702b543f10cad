package dev.jbuild.builder.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds cases with the docker daemon that DOCKER_HOST names, which has the base image. */
final class Docker {
  private static final int END_OF_OUTPUT = 600;

  private final Path directory;

  /**
   * @param directory for what goes with the next case
   */
  Docker(Path directory) {
    this.directory = directory;
  }

  Outcome build(Path context, RandomDockerfile dockerfile)
      throws IOException, InterruptedException {
    Path id = directory.resolve("id");
    List<String> words =
        new ArrayList<>(List.of("build", "--network=host", "--iidfile", id.toString()));
    dockerfile.buildArgs().forEach((k, v) -> words.addAll(List.of("--build-arg", k + "=" + v)));
    if (dockerfile.target() != null) {
      words.addAll(List.of("--target", dockerfile.target()));
    }
    words.add(context.toString());
    String output = run(words);
    return Files.exists(id) ? saved(Files.readString(id)) : failure(output);
  }

  private Outcome saved(String image) throws IOException, InterruptedException {
    Path archive = directory.resolve("docker.tar");
    String output = run(List.of("save", "-o", archive.toString(), image));
    run(List.of("rmi", image));
    return Files.exists(archive) ? Outcome.of(ImageFacts.read(archive)) : failure(output);
  }

  private static Outcome failure(String output) {
    return Outcome.failure(output.substring(Math.max(0, output.length() - END_OF_OUTPUT)));
  }

  private String run(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(words);
    Path out = directory.resolve("output");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    process.environment().put("DOCKER_BUILDKIT", "1");
    process.start().waitFor();
    return new String(Files.readAllBytes(out), StandardCharsets.UTF_8); // whatever RUNs print
  }
}
