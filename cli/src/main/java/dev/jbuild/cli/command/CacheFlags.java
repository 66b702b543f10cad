package dev.jbuild.cli.command;

import dev.jbuild.builder.CacheOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a build may reuse. */
final class CacheFlags {
  @Option(names = "--no-cache", description = "Run every step again.")
  private boolean noCache;

  @Option(
      names = "--no-cache-filter",
      split = ",",
      paramLabel = "STAGE",
      description = "Run the steps of these stages again.")
  private List<String> noCacheStages = new ArrayList<>();

  @Option(names = "--pull", description = "Ask the registry for newer base images.")
  private boolean pull;

  CacheOptions options() {
    return CacheOptions.DEFAULT
        .withNoCache(noCache)
        .withNoCacheStages(noCacheStages)
        .withPull(pull);
  }
}
