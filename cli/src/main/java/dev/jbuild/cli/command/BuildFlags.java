package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.cli.failure.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;

/** What says what is to be built, for the commands that build and that only say what they would. */
final class BuildFlags {
  @Mixin ContextFlags context = new ContextFlags();
  @Mixin StageFlags stages = new StageFlags();
  @Mixin CacheFlags cache = new CacheFlags();
  @Mixin RunFlags run = new RunFlags();
  @Mixin RegistryFlags registry = new RegistryFlags();
  @Mixin OutputFlags output = new OutputFlags();

  BuildRequest request(Jbuild jbuild) throws CommandException, IOException {
    BuildRequest request = context.request(jbuild.host());
    StageOptions options = stages.options(jbuild.host(), request.contexts().main());
    return request
        .withStages(options)
        .withCache(cache.options(jbuild.host()))
        .withRun(run.options(jbuild.host()))
        .withOutput(output.options(jbuild, options.buildArgs().keySet()));
  }

  /** The words of {@code jbuild check} for the same. */
  List<String> checkWords() {
    List<String> words = new ArrayList<>(stages.checkWords());
    words.addAll(context.words());
    return words;
  }

  BuildEnvironment environment(Jbuild jbuild) throws CommandException, IOException {
    return BuildEnvironment.of(jbuild.places().storeRoot(), jbuild.places().nativeCache())
        .withRegistry(registry.options(jbuild))
        .withIsolation(run.isolation())
        .withRuntime(run.runtime(jbuild.host()))
        .withExecutable(jbuild.executable())
        .withCacheLimit(jbuild.cacheLimit())
        .withVariables(jbuild.host().environment());
  }

  OutputFlags output() {
    return output;
  }
}
