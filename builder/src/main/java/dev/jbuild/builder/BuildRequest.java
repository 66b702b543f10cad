package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One build: what from, what of it, what may be reused, how steps run, what becomes of it. */
public record BuildRequest(
    BuildContexts contexts,
    DockerfileSource dockerfile,
    StageOptions stages,
    CacheOptions cache,
    RunOptions run,
    OutputOptions output) {

  /** Builds the last stage of a directory's Dockerfile. */
  public static BuildRequest of(Path directory) {
    return of(new ContextSource.Local(directory));
  }

  /** Builds the last stage of a context's Dockerfile. */
  public static BuildRequest of(ContextSource context) {
    return new BuildRequest(
        BuildContexts.of(context),
        new DockerfileSource.InContext(),
        StageOptions.defaults(),
        CacheOptions.DEFAULT,
        RunOptions.DEFAULT,
        OutputOptions.DEFAULT);
  }

  public BuildRequest withNamedContexts(Map<ImageReference, ContextSource> value) {
    BuildContexts all = new BuildContexts(contexts.main(), value);
    return new BuildRequest(all, dockerfile, stages, cache, run, output);
  }

  public BuildRequest withDockerfile(DockerfileSource value) {
    return new BuildRequest(contexts, value, stages, cache, run, output);
  }

  public BuildRequest withStages(StageOptions value) {
    return new BuildRequest(contexts, dockerfile, value, cache, run, output);
  }

  public BuildRequest withCache(CacheOptions value) {
    return new BuildRequest(contexts, dockerfile, stages, value, run, output);
  }

  public BuildRequest withRun(RunOptions value) {
    return new BuildRequest(contexts, dockerfile, stages, cache, value, output);
  }

  public BuildRequest withOutput(OutputOptions value) {
    return new BuildRequest(contexts, dockerfile, stages, cache, run, value);
  }

  public BuildRequest withTags(List<ImageReference> value) {
    return withOutput(output.withTags(value));
  }
}
