package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import java.nio.file.Path;
import java.util.List;

/** One build: what from, what to make of it, what to call it. */
public record BuildRequest(
    ContextSource context,
    DockerfileSource dockerfile,
    List<ImageReference> tags,
    StageOptions stages,
    CacheOptions cache,
    NetworkMode network) {

  public BuildRequest {
    tags = List.copyOf(tags);
  }

  /** Builds the last stage of a directory's Dockerfile. */
  public static BuildRequest of(Path directory) {
    return new BuildRequest(
        new ContextSource.Local(directory),
        new DockerfileSource.InContext(),
        List.of(),
        StageOptions.defaults(),
        CacheOptions.DEFAULT,
        NetworkMode.DEFAULT);
  }

  public BuildRequest withDockerfile(DockerfileSource value) {
    return new BuildRequest(context, value, tags, stages, cache, network);
  }

  public BuildRequest withTags(List<ImageReference> value) {
    return new BuildRequest(context, dockerfile, value, stages, cache, network);
  }

  public BuildRequest withStages(StageOptions value) {
    return new BuildRequest(context, dockerfile, tags, value, cache, network);
  }

  public BuildRequest withCache(CacheOptions value) {
    return new BuildRequest(context, dockerfile, tags, stages, value, network);
  }

  public BuildRequest withNetwork(NetworkMode value) {
    return new BuildRequest(context, dockerfile, tags, stages, cache, value);
  }
}
