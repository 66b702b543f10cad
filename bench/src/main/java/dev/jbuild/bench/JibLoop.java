package dev.jbuild.bench;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds with Jib in a process that stays, as an IDE or a daemon of Gradle has it: each line that
 * comes through the pipe REQUESTS is {@code BASE CONTEXT TAG}, each answer in the pipe REPLIES is
 * {@code done} or a failure. The directories {@code libs} and {@code classes} of the context become
 * layers, and the image is pushed.
 */
final class JibLoop {
  private JibLoop() {}

  /** Arguments: REQUESTS REPLIES CACHE. */
  public static void main(String[] arguments) throws Exception {
    Path requests = Path.of(arguments[0]);
    Path cache = Path.of(arguments[2]);
    while (true) {
      try (BufferedReader lines = Files.newBufferedReader(requests);
          PrintStream replies = new PrintStream(arguments[1], StandardCharsets.UTF_8)) {
        String[] words = lines.readLine().split(" ", -1);
        replies.println(answer(words[0], Path.of(words[1]), words[2], cache));
      }
    }
  }

  private static String answer(String base, Path context, String tag, Path cache) {
    try {
      Jib.from(RegistryImage.named(base))
          .addLayer(files(context.resolve("libs")), AbsoluteUnixPath.get("/app/libs"))
          .addLayer(files(context.resolve("classes")), AbsoluteUnixPath.get("/app/classes"))
          .setEntrypoint("java", "-cp", "/app/classes:/app/libs/*", "Main")
          .containerize(
              Containerizer.to(RegistryImage.named(tag))
                  .setAllowInsecureRegistries(true)
                  .setBaseImageLayersCache(cache.resolve("base"))
                  .setApplicationLayersCache(cache.resolve("app")));
      return "done";
    } catch (Exception e) {
      return e.toString().replace('\n', ' ');
    }
  }

  private static List<Path> files(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
