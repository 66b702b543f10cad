package dev.jbuild.builder.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.builder.share.Builds.Built;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a second store takes from the cache that a first one wrote. */
class SharedCacheTest {
  @TempDir Path work;
  private Path context;
  private Builds builds;

  @BeforeEach
  void writeContext() throws IOException {
    context = Files.createDirectory(work.resolve("context"));
    Files.createDirectory(context.resolve("dir"));
    Files.writeString(context.resolve("dir/file"), "content");
    Files.writeString(context.resolve("other"), "other");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch AS a\nCOPY dir /x\nFROM scratch\nCOPY --from=a /x /y\nCOPY other /z/\n");
    builds = new Builds(work, context);
  }

  private CachePlace directory() {
    return new CachePlace.Layout(work.resolve("cache"), "latest");
  }

  private static CacheOptions to(CachePlace place, boolean everything) {
    return CacheOptions.DEFAULT.withTo(List.of(new CacheExport(place, everything, true)));
  }

  private static CacheOptions from(CachePlace... places) {
    return CacheOptions.DEFAULT.withFrom(List.of(places));
  }

  @Test
  void build_withTheCacheOfAllSteps_givesTheSameImageWithoutRunningAny() throws Exception {
    Built first = builds.build("one", to(directory(), true));

    Built second = builds.build("two", from(directory()));

    assertThat(first.cached()).containsExactly(false, false, false);
    assertThat(second.cached()).containsExactly(true, true, true);
    assertThat(second.result().image()).isEqualTo(first.result().image());
    assertThat(second.warnings()).isEmpty();
    assertThat(builds.build("two", CacheOptions.DEFAULT).cached()).containsOnly(true);
  }

  @Test
  void build_withTheCacheOfTheImageOnly_runsTheOtherStages() throws Exception {
    Built first = builds.build("one", to(directory(), false));

    Built second = builds.build("two", from(directory()));

    assertThat(second.cached()).containsExactly(false, true, true);
    assertThat(second.result().image()).isEqualTo(first.result().image());
  }

  @Test
  void build_withACacheInARegistry_takesItFromThere() throws Exception {
    CachePlace place;
    Built first;
    try (DockerRegistry server = DockerRegistry.start(work.resolve("registry"))) {
      place = new CachePlace.Registry(ImageReference.parse(server.host() + "/team/app:cache"));
      first = builds.build("one", to(place, true));
      Built other = builds.build("two", from(directory(), place));
      assertThat(other.cached()).containsExactly(true, true, true);
      assertThat(other.result().image()).isEqualTo(first.result().image());
      // Who has taken something can pass it on.
      Built third = builds.build("two", to(place, true));
      assertThat(third.warnings()).isEmpty();
      assertThat(builds.build("three", from(place)).cached()).containsOnly(true);
    }

    Built alone = builds.build("four", from(place));

    assertThat(alone.cached()).containsOnly(false);
    assertThat(alone.warnings()).singleElement().asString().contains("not used");
    assertThat(alone.result().image()).isEqualTo(first.result().image());
  }

  @Test
  void build_afterAChange_runsOnlyWhatDependsOnIt() throws Exception {
    builds.build("one", to(directory(), true));
    Files.writeString(context.resolve("other"), "changed");

    Built changed = builds.build("two", from(directory()));

    assertThat(changed.cached()).containsExactly(true, true, false);
    assertThat(changed.result().image())
        .isEqualTo(builds.build("three", CacheOptions.DEFAULT).result().image());
  }

  @Test
  void build_thatMayReuseNothing_takesNothing() throws Exception {
    builds.build("one", to(directory(), true));

    Built anew = builds.build("two", from(directory()).withNoCache(true));

    assertThat(anew.cached()).containsOnly(false);
  }

  @Test
  void build_whenThereIsNoCache_warnsOnce() throws Exception {
    Built alone = builds.build("one", from(directory()));

    assertThat(alone.cached()).containsOnly(false);
    assertThat(alone.warnings()).singleElement().asString().contains("not used", "index.json");
  }

  @Test
  void build_ofSeveralCachesInOneLayout_keepsThemApart() throws Exception {
    CachePlace main = new CachePlace.Layout(work.resolve("cache"), "main");
    CachePlace branch = new CachePlace.Layout(work.resolve("cache"), "branch");
    builds.build("one", to(main, true));
    Files.writeString(context.resolve("other"), "changed");
    builds.build("one", to(branch, true));

    assertThat(builds.build("two", from(main)).cached()).containsExactly(true, true, false);
    assertThat(builds.build("three", from(branch)).cached()).containsOnly(true);
    assertThat(builds.build("four", from(main, branch)).cached()).containsOnly(true);
  }

  @Test
  void export_thatFails_isAWarningUnlessItIsRequired() throws Exception {
    Path file = Files.writeString(work.resolve("file"), "in the way");
    CachePlace place = new CachePlace.Layout(file.resolve("cache"), "latest");
    CacheExport optional = new CacheExport(place, true, false);

    Built built = builds.build("one", CacheOptions.DEFAULT.withTo(List.of(optional)));

    assertThat(built.warnings()).singleElement().asString().contains("was not written");
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> builds.build("one", to(place, true)))
        .withMessageContaining("was not written");
  }
}
