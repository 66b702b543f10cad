package dev.jbuild.builder.corpus;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.engine.Builder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds in a process of its own. Arguments: store, native cache, context, text of Dockerfile. */
final class BuildProcess {
  private BuildProcess() {}

  public static void main(String[] arguments) throws Exception {
    BuildEnvironment environment =
        BuildEnvironment.of(Path.of(arguments[0]), Path.of(arguments[1]));
    try (Builder builder = new Builder(environment)) {
      builder.build(
          BuildRequest.of(Path.of(arguments[2]))
              .withDockerfile(new DockerfileSource.Inline(arguments[3])),
          BuildListener.SILENT);
    }
  }

  static Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add(BuildProcess.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
