package dev.jbuild.cli.command;

import dev.jbuild.builder.CacheOptions;
import picocli.CommandLine.Option;

/** What a build may reuse. */
final class CacheFlags {
  @Option(names = "--no-cache", description = "Run every step again.")
  private boolean noCache;

  @Option(names = "--pull", description = "Ask the registry for newer base images.")
  private boolean pull;

  CacheOptions options() {
    return CacheOptions.DEFAULT.withNoCache(noCache).withPull(pull);
  }
}
