package dev.jbuild.builder.corpus;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The named contexts of a case's step. */
final class NamedSources {
  private NamedSources() {}

  static Map<ImageReference, ContextSource> of(Data step, Path work)
      throws IOException, InterruptedException {
    Map<ImageReference, ContextSource> sources = new HashMap<>();
    Data named = step.object("namedContexts");
    for (String name : named.values().keySet()) {
      sources.put(ImageReference.parse(name), source(named.object(name), work));
    }
    return sources;
  }

  private static ContextSource source(Data context, Path work)
      throws IOException, InterruptedException {
    if (context.has("local")) {
      Path directory = Files.createTempDirectory(work, "named");
      ContextFiles.write(directory, context.objects("local"));
      return new ContextSource.Local(directory);
    }
    String image = context.text("image", "");
    return image.equals("scratch")
        ? new ContextSource.Empty()
        : new ContextSource.Image(ImageReference.parse(image));
  }
}
