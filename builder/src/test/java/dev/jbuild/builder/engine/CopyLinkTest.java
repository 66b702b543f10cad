package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.StepReport;
import dev.jbuild.cache.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A COPY --link is a layer that knows nothing of what it stands on. */
class CopyLinkTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("base"), "base");
    Files.createDirectories(context.resolve("dir/sub"));
    Files.writeString(context.resolve("dir/sub/file"), "linked");
    Files.createDirectory(context.resolve("links"));
    Files.createSymbolicLink(context.resolve("links/to"), Path.of("/real"));
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuildResult build(String... lines) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), String.join("\n", lines) + "\n");
    return builder.build(BuildRequest.of(context), BuildListener.SILENT);
  }

  private static List<Boolean> cached(BuildResult result) {
    return result.steps().stream().map(StepReport::cached).toList();
  }

  @Test
  void copy_whenTheBaseChanges_isReusedWithTheSameLayer() throws Exception {
    String[] lines = {"FROM scratch", "COPY base /etc/base", "COPY --link dir /to/"};
    BuildResult first = build(lines);
    Files.writeString(context.resolve("base"), "another");
    BuildResult second = build(lines);
    assertThat(cached(second)).containsExactly(false, true);
    assertThat(second.config().diffIds().getFirst())
        .isNotEqualTo(first.config().diffIds().getFirst());
    assertThat(second.config().diffIds().getLast()).isEqualTo(first.config().diffIds().getLast());
    BuiltImage image = new BuiltImage(builder.store(), second);
    assertThat(image.at("etc/base")).isEqualTo("0644 0:0 another");
    assertThat(image.at("to/sub/file")).isEqualTo("0644 0:0 linked");
    assertThat(cached(build(lines))).containsExactly(true, true);
    assertThat(builder.plan(BuildRequest.of(context), BuildListener.SILENT).allCached()).isTrue();
  }

  @Test
  void copy_whenItsOwnFilesChange_isDoneAgain() throws Exception {
    build("FROM scratch", "COPY --link dir /to/");
    Files.writeString(context.resolve("dir/sub/file"), "other");
    assertThat(cached(build("FROM scratch", "COPY --link dir /to/"))).containsExactly(false);
  }

  @Test
  void copy_ontoALinkOfTheBase_replacesIt() throws Exception {
    BuildResult result =
        build(
            "FROM scratch", "COPY links /", "COPY --link dir/sub/file /to/file", "COPY base /to/");
    BuiltImage image = new BuiltImage(builder.store(), result);
    assertThat(image.at("to")).isEqualTo("0755 0:0 /");
    assertThat(image.at("to/file")).isEqualTo("0644 0:0 linked");
    assertThat(image.at("to/base")).isEqualTo("0644 0:0 base");
    assertThat(image.at("real")).isEqualTo("nothing");
  }

  @Test
  void copy_afterOthers_givesTheTreeOfItsLayers() throws Exception {
    BuildResult result =
        build(
            "FROM scratch",
            "COPY --chmod=0700 dir /to",
            "COPY --link base /to/sub/deep/",
            "COPY --link --chown=7:8 dir /to");
    Store store = builder.store();
    assertThat(new BuiltImage(store, result).at("to/sub/file")).isEqualTo("0644 7:8 linked");
    Path other = work.resolve("other store");
    try (Store empty = Store.open(other)) {
      for (var layer : result.config().diffIds()) {
        try (var in = store.content().open(layer.digest());
            var blob = empty.content().write()) {
          in.transferTo(blob);
          blob.commit();
        }
      }
      assertThat(empty.layers().treeOf(result.config().diffIds()))
          .isEqualTo(store.layers().treeOf(result.config().diffIds()));
    }
  }

  @Test
  void copy_withANamedOwner_isRefusedSinceItSeesNoUsers() {
    assertThatThrownBy(() -> build("FROM scratch", "COPY --link --chown=user base /"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("invalid user index: -1")
        .hasMessageContaining("use numbers");
  }

  @Test
  void copy_withMode_isNotLinkedAsWithDocker() throws Exception {
    String[] lines = {"FROM scratch", "COPY base /base", "COPY --link --chmod=600 dir /to"};
    build(lines);
    Files.writeString(context.resolve("base"), "another");
    assertThat(cached(build(lines))).containsExactly(false, false);
  }
}
