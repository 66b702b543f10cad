package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts that stand for stages and images. Nothing here starts the native helper. */
class NamedContextTest {
  @TempDir Path work;
  private final Map<ImageReference, ContextSource> named = new HashMap<>();
  private Path files;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    files = Files.createDirectory(work.resolve("files"));
    Files.writeString(files.resolve("keep"), "kept");
    Files.writeString(files.resolve("drop"), "dropped");
    Files.writeString(files.resolve(".dockerignore"), "drop\n");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private NamedContextTest with(String name, ContextSource source) {
    named.put(ImageReference.parse(name), source);
    return this;
  }

  private BuildResult build(String dockerfile) throws Exception {
    return builder.build(
        BuildRequest.of(new ContextSource.Empty())
            .withNamedContexts(named)
            .withDockerfile(new DockerfileSource.Inline(dockerfile))
            .withTags(List.of(ImageReference.parse("app"))),
        BuildListener.SILENT);
  }

  private List<String> names(BuildResult result, String directory) throws IOException {
    Tree tree = builder.store().layers().treeOf(result.config().diffIds());
    return builder.store().trees().list(tree, directory).stream().map(c -> c.name()).toList();
  }

  @Test
  void copyFrom_directory_leavesOutWhatItsOwnIgnoreFileSays() throws Exception {
    with("src", new ContextSource.Local(files));

    BuildResult result = build("FROM scratch\nCOPY --from=src . /all/\n");

    assertThat(names(result, "all")).containsExactly(".dockerignore", "keep");
  }

  @Test
  void from_directory_isALayerOfItsFiles() throws Exception {
    with("src", new ContextSource.Local(files));

    BuildResult result = build("FROM src\nCOPY <<a /more\nx\na\n");

    assertThat(names(result, "")).containsExactly(".dockerignore", "keep", "more");
    assertThat(result.config().history().stream().filter(h -> !h.emptyLayer()).toList())
        .hasSize(2)
        .extracting(HistoryEntry::createdBy)
        .first()
        .isEqualTo("COPY src:latest / # context");
  }

  @Test
  void stage_withTheNameOfAContext_isReplacedWhole() throws Exception {
    with("base", new ContextSource.Local(files));

    BuildResult result =
        build("FROM missing.example/none AS base\nRUN false\nFROM scratch\nCOPY --from=base / /\n");

    assertThat(names(result, "")).containsExactly(".dockerignore", "keep");
  }

  @Test
  void image_isReplacedByAnySpellingOfItsName() throws Exception {
    with("docker.io/library/alpine:latest", new ContextSource.Empty());

    assertThat(build("FROM alpine\nCOPY <<a /f\nx\na\n").config().diffIds()).hasSize(1);
  }

  @Test
  void image_ofTheLocalStore_isUsed() throws Exception {
    build("FROM scratch\nENV A=b\nCOPY <<a /f\nx\na\n");
    with("name", new ContextSource.Image(ImageReference.parse("app")));

    BuildResult result = build("FROM name\nCOPY <<a /g\ny\na\n");

    assertThat(names(result, "")).containsExactly("f", "g");
    assertThat(result.config().config().env()).contains("A=b");
  }

  @Test
  void copyFrom_missingFile_saysWhichContext() {
    with("src", new ContextSource.Local(files));

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("FROM scratch\nCOPY --from=src drop /\n"))
        .withMessageContaining("\"/drop\": not found in the build context src (" + files + ")");
  }

  @Test
  void context_thatIsNotUsed_isNotLookedAt() throws Exception {
    with("unused", new ContextSource.Local(work.resolve("missing")));

    assertThat(build("FROM scratch\nCOPY <<a /f\nx\na\n").config().diffIds()).hasSize(1);
  }

  @Test
  void context_thatIsMissing_isToldWithTheLine() {
    with("src", new ContextSource.Local(work.resolve("missing")));

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("FROM scratch\nCOPY --from=src / /\n"))
        .withMessageContaining("there is no directory " + work.resolve("missing"));
  }
}
