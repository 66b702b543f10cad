package dev.jbuild.builder.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.image.Skopeo;
import dev.jbuild.builder.share.Builds.Built;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.testing.DockerRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that carry the cache of their own steps, by way of a real registry. */
class InlineCacheTest {
  private static final CacheOptions INLINE = CacheOptions.DEFAULT.withInline(true);

  @TempDir Path work;
  private Path context;
  private Builds builds;
  private DockerRegistry server;
  private ImageReference name;

  @BeforeEach
  void start() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("file"), "content");
    Files.writeString(context.resolve("other"), "other");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch AS a\nCOPY file /x\nFROM scratch\nCOPY --from=a /x /y\nCOPY other /z/\n");
    builds = new Builds(work, context);
    server = DockerRegistry.start(work.resolve("registry"));
    name = ImageReference.parse(server.host() + "/team/app:1");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private BuildRequest request(CacheOptions options) {
    return BuildRequest.of(context).withCache(options);
  }

  private Built push(String store, CacheOptions options) throws Exception {
    return builds.build(store, request(options).withTags(List.of(name)));
  }

  private CacheOptions fromImage() {
    return CacheOptions.DEFAULT.withFrom(List.of(new CachePlace.Registry(name)));
  }

  private Map<String, Object> config(String store, Built built) throws Exception {
    try (Store opened = Store.open(work.resolve(store))) {
      Manifest manifest = Manifest.parse(opened.content().read(built.result().image().digest()));
      Digest digest = manifest.config().digest();
      Map<String, Object> config = new HashMap<>();
      ((Map<?, ?>) Objects.requireNonNull(Json.parse(opened.content().read(digest))))
          .forEach((field, value) -> config.put((String) field, value));
      return config;
    }
  }

  @Test
  void build_fromTheCacheInAnImage_runsOnlyWhatTheImageDoesNotHave() throws Exception {
    Built first = push("one", INLINE);

    Built second = builds.build("two", request(fromImage()));
    Built third = builds.build("three", request(fromImage().withInline(true)));

    assertThat(first.cached()).containsOnly(false);
    assertThat(second.cached()).containsExactly(false, true, true);
    assertThat(second.warnings()).isEmpty();
    assertThat(second.result().config()).isEqualTo(first.result().config());
    assertThat(third.result().image()).isEqualTo(first.result().image());
    assertThat(third.result().image()).isNotEqualTo(second.result().image());
    assertThat(push("one", INLINE).result().image()).isEqualTo(first.result().image());
  }

  @Test
  void build_afterAChange_takesTheStepsBeforeIt() throws Exception {
    push("one", INLINE);
    Files.writeString(context.resolve("other"), "changed");

    Built changed = builds.build("two", request(fromImage()));

    assertThat(changed.cached()).containsExactly(false, true, false);
    assertThat(changed.result().image())
        .isEqualTo(builds.build("three", CacheOptions.DEFAULT).result().image());
  }

  @Test
  void build_withBuildxsArgument_isAsWithTheOption() throws Exception {
    StageOptions stages =
        StageOptions.defaults().withBuildArgs(Map.of("BUILDKIT_INLINE_CACHE", "1"));

    Built asked = builds.build("one", request(CacheOptions.DEFAULT).withStages(stages));

    assertThat(config("one", asked)).containsKey(InlineCache.FIELD);
    assertThat(asked.result().image()).isEqualTo(push("two", INLINE).result().image());
  }

  @Test
  void build_forSeveralPlatforms_isFoundInTheIndex() throws Exception {
    StageOptions stages =
        StageOptions.defaults()
            .withPlatforms(List.of(Platform.parse("linux/amd64"), Platform.parse("linux/riscv64")));
    BuildRequest several =
        request(CacheOptions.DEFAULT)
            .withStages(stages)
            .withDockerfile(
                new DockerfileSource.Inline(
                    "FROM scratch\nARG TARGETARCH\nWORKDIR /$TARGETARCH\nCOPY file .\n"));
    Built first = builds.build("one", several.withCache(INLINE).withTags(List.of(name)));

    Built second = builds.build("two", several.withCache(fromImage().withInline(true)));

    assertThat(first.cached()).containsOnly(false);
    assertThat(second.cached()).hasSize(4).containsOnly(true);
    assertThat(second.result().image()).isEqualTo(first.result().image());
  }

  @Test
  void build_fromAnImageThatAnotherProgramCopied_takesItsCache() throws Exception {
    push("one", INLINE);
    Path layout = work.resolve("layout");
    Skopeo.copy("docker://" + name, "oci:" + layout + ":copied");

    CachePlace place = new CachePlace.Layout(layout, "copied");
    Built second = builds.build("two", CacheOptions.DEFAULT.withFrom(List.of(place)));

    assertThat(second.cached()).containsExactly(false, true, true);
    assertThat(second.warnings()).isEmpty();
  }

  @Test
  void build_onAnImageWithACache_doesNotPassItOn() throws Exception {
    push("one", INLINE);
    BuildRequest child =
        request(CacheOptions.DEFAULT)
            .withDockerfile(new DockerfileSource.Inline("FROM " + name + "\nCOPY other /more/\n"));

    assertThat(config("two", builds.build("two", child))).doesNotContainKey(InlineCache.FIELD);
    Map<String, Object> own = config("two", builds.build("two", child.withCache(INLINE)));
    assertThat(String.valueOf(own.get(InlineCache.FIELD))).contains("/more/").doesNotContain("/z/");
  }

  @Test
  void build_fromAnImageWithoutACache_saysHowToMakeOne() throws Exception {
    push("one", CacheOptions.DEFAULT);

    Built second = builds.build("two", fromImage());

    assertThat(second.cached()).containsOnly(false);
    assertThat(second.warnings())
        .singleElement()
        .asString()
        .contains("not used", "--cache-to type=inline");
  }

  @Test
  void build_fromTheCacheOfBuildKit_saysThatItIsOfNoUse() throws Exception {
    Path layout = work.resolve("layout");
    byte[] config =
        ImageConfig.empty(Platform.host()).toJson(Map.of("moby.buildkit.cache.v0", "e30="));
    Manifest manifest = Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, config), List.of());
    try (Store store = Store.open(work.resolve("one"))) {
      new LayoutTarget(layout, "latest", store.content()).write(manifest, config);
    }

    CachePlace place = new CachePlace.Layout(layout, "latest");
    Built second = builds.build("two", CacheOptions.DEFAULT.withFrom(List.of(place)));

    assertThat(second.warnings()).singleElement().asString().contains("not used", "BuildKit's");
  }

  @Test
  void build_withASourceDateEpoch_datesTheCacheSo() throws Exception {
    StageOptions stages =
        StageOptions.defaults().withBuildArgs(Map.of("SOURCE_DATE_EPOCH", "1700000000"));

    Map<String, Object> config =
        config("one", builds.build("one", request(INLINE).withStages(stages)));

    assertThat(new String(Json.write(config.get(InlineCache.FIELD)), StandardCharsets.UTF_8))
        .contains("\"created\":\"2023-11-14T22:13:20Z\"")
        .doesNotContain("2026");
  }
}
