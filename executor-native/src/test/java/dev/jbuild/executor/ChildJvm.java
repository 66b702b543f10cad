package dev.jbuild.executor;

import com.fasterxml.jackson.core.JsonFactory;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A second JVM on copies of our classes, so that any user can read them. */
final class ChildJvm {
  private ChildJvm() {}

  static List<String> command(Path directory, Class<?> main, String... arguments)
      throws IOException {
    List<Path> parts = new ArrayList<>();
    for (Class<?> type :
        List.of(Agent.class, LayerEntry.class, JsonFactory.class, ChildJvm.class)) {
      parts.add(location(type));
    }
    return command(directory, parts, main, arguments);
  }

  /** With everything that the tests have, for a main program that runs tests. */
  static List<String> testCommand(Path directory, Class<?> main, String... arguments)
      throws IOException {
    String[] parts = System.getProperty("java.class.path").split(":", -1);
    return command(directory, Stream.of(parts).map(Path::of).toList(), main, arguments);
  }

  private static List<String> command(
      Path directory, List<Path> parts, Class<?> main, String... arguments) throws IOException {
    List<String> classPath = new ArrayList<>();
    for (Path part : parts) {
      Path copy = directory.resolve("classes" + classPath.size());
      copy(part, copy);
      classPath.add(copy.toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    String override = System.getProperty("jbuild.exec");
    if (override != null) {
      command.add("-Djbuild.exec=" + override);
    }
    command.addAll(List.of("-cp", String.join(":", classPath), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
