package dev.jbuild.builder.share;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.oci.ImageReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Builds of one context with any number of stores, all at the same time of day. */
record Builds(Path work, Path context) {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  /** What a build came to. */
  record Built(BuildResult result, List<String> warnings) {
    List<Boolean> cached() {
      return result.steps().stream().map(StepReport::cached).toList();
    }
  }

  Built build(String store, CacheOptions options) throws BuildException, InterruptedException {
    return build(store, BuildRequest.of(context).withCache(options));
  }

  /** As it is, and pushed under its names. */
  Built build(String store, BuildRequest request) throws BuildException, InterruptedException {
    List<String> warnings = new CopyOnWriteArrayList<>();
    BuildListener listener =
        new BuildListener() {
          @Override
          public void warning(String message, @Nullable Origin origin) {
            warnings.add(message);
          }
        };
    BuildEnvironment environment =
        BuildEnvironment.of(work.resolve(store), work.resolve("no-native-helper")).withClock(NOON);
    try (Builder builder = new Builder(environment)) {
      BuildResult result = builder.build(request, listener);
      for (ImageReference name : request.output().tags()) {
        builder.push(name, listener);
      }
      return new Built(result, warnings);
    }
  }
}
