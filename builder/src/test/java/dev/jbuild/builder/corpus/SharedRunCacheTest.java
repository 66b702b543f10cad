package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared caches of builds whose steps are processes. */
class SharedRunCacheTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();
  private static final String DOCKERFILE =
      """
      FROM busybox AS made
      RUN cat /proc/sys/kernel/random/uuid > /made; ln /made /again; chown 7:8 /made; rm /etc/group
      WORKDIR /work
      FROM busybox
      COPY --from=made /made /made
      COPY --link --from=made /again /linked/
      RUN cat /made > /copy; mkdir -p /a/b
      """;

  @TempDir Path work;

  @BeforeEach
  void needBusybox() {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
  }

  private BuildResult build(String store, CacheOptions options) throws Exception {
    try (Builder builder =
        new Builder(BuildEnvironment.of(work.resolve(store), work.resolve("native")))) {
      Busybox.tag(builder.store(), CORPUS, Set.of("busybox"));
      BuildRequest request =
          BuildRequest.of(Files.createDirectories(work.resolve("context")))
              .withDockerfile(new DockerfileSource.Inline(DOCKERFILE))
              .withCache(options);
      return builder.build(request, BuildListener.SILENT);
    }
  }

  /** What the first RUN writes is never the same twice, so an equal image was not made anew. */
  private void checkBothWays(CachePlace place) throws Exception {
    BuildResult first =
        build("one", CacheOptions.DEFAULT.withTo(List.of(new CacheExport(place, true, true))));

    BuildResult second = build("two", CacheOptions.DEFAULT.withFrom(List.of(place)));

    assertThat(second.steps().stream().map(StepReport::cached)).hasSize(6).containsOnly(true);
    assertThat(second.image()).isEqualTo(first.image());
  }

  @Test
  void build_withTheCacheInADirectory_runsNothing() throws Exception {
    checkBothWays(new CachePlace.Layout(work.resolve("cache"), "latest"));
  }

  @Test
  void build_withTheCacheInARegistry_runsNothing() throws Exception {
    try (DockerRegistry server = DockerRegistry.start(work.resolve("registry"))) {
      checkBothWays(
          new CachePlace.Registry(ImageReference.parse(server.host() + "/app/cache:main")));
    }
  }

  @Test
  void build_withTheCacheOfTheImageOnly_runsTheOtherStageAndWhatDependsOnIt() throws Exception {
    CachePlace place = new CachePlace.Layout(work.resolve("cache"), "latest");
    BuildResult first =
        build("one", CacheOptions.DEFAULT.withTo(List.of(new CacheExport(place, false, true))));

    BuildResult second = build("two", CacheOptions.DEFAULT.withFrom(List.of(place)));

    assertThat(second.steps().stream().filter(step -> !step.cached())).hasSizeGreaterThan(2);
    assertThat(second.image()).isNotEqualTo(first.image());
  }
}
