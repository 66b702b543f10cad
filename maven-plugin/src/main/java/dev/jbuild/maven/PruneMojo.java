package dev.jbuild.maven;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.words.Amounts;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.collect.CollectOptions;
import dev.jbuild.cache.collect.CollectOptions.Kind;
import dev.jbuild.cache.collect.Collected;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Removes build cache, images without a name, and what nothing needs any more, from the local
 * store. What images with a name and running builds need stays.
 */
@Mojo(name = "prune", requiresProject = false, threadSafe = true)
public final class PruneMojo extends StoreMojo {

  /** All build cache, and the cache mounts. */
  @Parameter(property = "jbuild.prune.all", defaultValue = "false")
  private boolean all;

  /** Removes what was not used for longest until at most this much is left, such as 20GB. */
  @Parameter(property = "jbuild.prune.maxSize")
  private @Nullable String maxSize;

  /** Removes only what was not used for that long, such as 36h or 14d. */
  @Parameter(property = "jbuild.prune.olderThan")
  private @Nullable String olderThan;

  @Override
  void act() throws IOException, MojoFailureException {
    CollectOptions options = options();
    BuildEnvironment environment = environment(Isolation.AUTO);
    try (Store store = Store.open(environment.store(), getLog()::warn);
        LazyAgent disk = new LazyAgent(agent(environment), store, BuildListener.SILENT)) {
      Collected collected = store.collector().collect(options, LocalImages::isNone, disk);
      getLog()
          .info(
              "removed %d cache entries and %d layers, %d bytes; build cache left: %d bytes"
                  .formatted(
                      collected.records(),
                      collected.layers(),
                      collected.bytes(),
                      collected.cacheBytes()));
    }
  }

  private AgentOptions agent(BuildEnvironment environment) {
    return new AgentOptions(
            environment.store(), environment.nativeCache(), Isolation.AUTO, getLog()::warn)
        .withExecutable(environment.executable());
  }

  private CollectOptions options() throws MojoFailureException {
    boolean everything = all || maxSize != null;
    Set<Kind> kinds = everything ? EnumSet.allOf(Kind.class) : EnumSet.of(Kind.CACHE);
    return new CollectOptions(everything, size(), span(), kinds);
  }

  private @Nullable Long size() throws MojoFailureException {
    return maxSize == null
        ? null
        : Amounts.size(maxSize)
            .orElseThrow(
                () -> wrong("jbuild.prune.maxSize", maxSize + " is no size such as 500MB or 2GiB"));
  }

  private Duration span() throws MojoFailureException {
    return olderThan == null
        ? Duration.ZERO
        : Amounts.span(olderThan)
            .orElseThrow(
                () ->
                    wrong("jbuild.prune.olderThan", olderThan + " is no span such as 36h or 14d"));
  }

  private static MojoFailureException wrong(String parameter, String what) {
    return new MojoFailureException(parameter + ": " + what);
  }
}
