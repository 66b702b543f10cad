package dev.jbuild.cli.command;

import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.builder.words.CacheWord;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a build may reuse. */
final class CacheFlags {
  @Option(names = "--no-cache", description = "Run every step again.")
  boolean noCache;

  @Option(
      names = "--no-cache-filter",
      split = ",",
      paramLabel = "STAGE",
      description = "Run the steps of these stages again.")
  List<String> noCacheStages = new ArrayList<>();

  @Option(names = "--pull", description = "Ask the registry for newer base images.")
  boolean pull;

  @Option(
      names = "--cache-from",
      paramLabel = "REF|type=local,src=DIR",
      description = "Take results of steps from a shared cache; may be repeated.")
  List<String> from = new ArrayList<>();

  @Option(
      names = "--cache-to",
      paramLabel = "REF|type=local,dest=DIR|type=inline",
      description = "Write results of steps to a shared cache; with mode=max of all stages.")
  List<String> to = new ArrayList<>();

  CacheOptions options(Host host) throws CommandException {
    List<CachePlace> sources = new ArrayList<>();
    for (String word : from) {
      sources.add(Given.read(() -> CacheWord.from(word, host.directory())));
    }
    List<CacheExport> exports = new ArrayList<>();
    boolean inline = false;
    for (String word : to) {
      Optional<CacheExport> export = Given.read(() -> CacheWord.to(word, host.directory()));
      inline |= export.isEmpty();
      export.ifPresent(exports::add);
    }
    return CacheOptions.DEFAULT
        .withNoCache(noCache)
        .withNoCacheStages(noCacheStages)
        .withPull(pull)
        .withFrom(sources)
        .withTo(exports)
        .withInline(inline);
  }
}
