package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.remote.GitServer;
import dev.jbuild.builder.remote.WebServer;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contexts of web servers, git repositories, tars and layouts; nothing starts the native helper.
 */
class RemoteContextTest {
  @TempDir Path work;
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private WebServer web;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    web =
        new WebServer(
            exchange -> {
              byte[] body = served.get(exchange.getRequestURI().getPath());
              WebServer.answer(
                  exchange, body == null ? 404 : 200, body == null ? new byte[0] : body);
            });
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
    web.close();
  }

  private void serve(String path, String text) {
    served.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] tar(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        byte[] text = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(namesAndTexts[i]);
        entry.setSize(text.length);
        entry.setIds(5, 6);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private BuildResult build(BuildRequest request) throws Exception {
    return builder.build(
        request.withTags(List.of(ImageReference.parse("app"))), BuildListener.SILENT);
  }

  private BuildResult build(ContextSource context) throws Exception {
    return build(BuildRequest.of(context));
  }

  private Tree tree(BuildResult result) throws IOException {
    return builder.store().layers().treeOf(result.config().diffIds());
  }

  private List<String> names(BuildResult result, String directory) throws IOException {
    return builder.store().trees().list(tree(result), directory).stream()
        .map(child -> child.name())
        .toList();
  }

  private static BuildRequest inline(String dockerfile) {
    return BuildRequest.of(new ContextSource.Empty())
        .withDockerfile(new DockerfileSource.Inline(dockerfile));
  }

  @Test
  void tarOfAWebServer_isUnpackedWithItsOwners_andHasNoIgnoreFile() throws Exception {
    served.put(
        "/context",
        tar("Dockerfile", "FROM scratch\nCOPY . /a/\n", ".dockerignore", "f\n", "f", "x"));

    BuildResult result = build(new ContextSource.Http(web.address() + "/context"));

    assertThat(names(result, "a")).containsExactly(".dockerignore", "Dockerfile", "f");
    assertThat(builder.store().trees().find(tree(result), "a/f").orElseThrow().attributes().uid())
        .isEqualTo(5);
    assertThat(build(new ContextSource.Http(web.address() + "/context")).steps())
        .allMatch(step -> step.cached());
  }

  @Test
  void dockerfileOfAWebServer_isTheOnlyFileOfItsContext() throws Exception {
    serve("/other/name", "FROM scratch\nCOPY . /a/\n");

    BuildResult result = build(new ContextSource.Http(web.address() + "/other/name"));

    assertThat(names(result, "a")).containsExactly("context");
  }

  @Test
  void dockerfileOption_takesAddresses() throws Exception {
    serve("/Dockerfile", "FROM scratch\nCOPY f /\n");
    Path directory = Files.createDirectory(work.resolve("context"));
    Files.writeString(directory.resolve("f"), "x");

    BuildResult result =
        build(
            BuildRequest.of(directory)
                .withDockerfile(new DockerfileSource.Http(web.address() + "/Dockerfile")));

    assertThat(names(result, "")).containsExactly("f");
  }

  @Test
  void namedContextOfAWebServer_isOneFileEvenWhenItIsATar() throws Exception {
    served.put("/tar", tar("f", "x"));

    BuildResult result =
        build(
            inline("FROM scratch\nCOPY --from=web . /a/\n")
                .withNamedContexts(
                    Map.of(
                        ImageReference.parse("web"),
                        new ContextSource.Http(web.address() + "/tar"))));

    assertThat(names(result, "a")).containsExactly("context");
  }

  @Test
  void contextThatTheServerDoesNotHave_isToldWithItsAddress() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build(new ContextSource.Http(web.address() + "/none")))
        .withMessageContaining(web.address() + "/none: invalid response status 404");
  }

  @Test
  void repository_givesTheDirectoryOfARef() throws Exception {
    try (GitServer git = new GitServer(work.resolve("git"))) {
      Path repository = git.create("project");
      Files.createDirectory(repository.resolve("app"));
      Files.writeString(repository.resolve("app/Dockerfile"), "FROM scratch\nCOPY . /a/\n");
      Files.writeString(repository.resolve("app/f"), "one");
      GitServer.commit(repository, "one");
      GitServer.git(repository, "tag", "v1");
      Files.writeString(repository.resolve("app/g"), "two");
      GitServer.commit(repository, "two");

      BuildResult tagged = build(new ContextSource.Git(git.address("project") + "#v1:app"));
      BuildResult latest = build(new ContextSource.Git(git.address("project") + "#:app"));

      assertThat(names(tagged, "a")).containsExactly("Dockerfile", "f");
      assertThat(names(latest, "a")).containsExactly("Dockerfile", "f", "g");
    }
  }

  @Test
  void repository_asNamedContext_canBeABase() throws Exception {
    try (GitServer git = new GitServer(work.resolve("git"))) {
      Path repository = git.create("project");
      Files.writeString(repository.resolve("f"), "one");
      GitServer.commit(repository, "one");

      BuildResult result =
          build(
              inline("FROM src\nLABEL a=b\n")
                  .withNamedContexts(
                      Map.of(
                          ImageReference.parse("src"),
                          new ContextSource.Git(git.address("project")))));

      assertThat(names(result, "")).containsExactly("f");
    }
  }

  @Test
  void repositoryWithoutTheRef_isToldAndLeavesNothing() throws Exception {
    try (GitServer git = new GitServer(work.resolve("git"))) {
      GitServer.commit(git.create("project"), "one");

      assertThatExceptionOfType(BuildException.class)
          .isThrownBy(() -> build(new ContextSource.Git(git.address("project") + "#none")))
          .withMessageContaining("none");
    }
    try (Stream<Path> areas = Files.list(work.resolve("store/tmp"))) {
      assertThat(areas.filter(Files::isDirectory))
          .allSatisfy(d -> assertThat(d).isEmptyDirectory());
    }
  }

  @Test
  void tarFile_withAnotherDockerfile_isBuilt() throws Exception {
    Path file = work.resolve("context.tar");
    Files.write(file, tar("sub/My.Dockerfile", "FROM scratch\nCOPY f /\n", "f", "x"));

    BuildResult result =
        build(
            BuildRequest.of(new ContextSource.Archive(file))
                .withDockerfile(new DockerfileSource.Named("sub/My.Dockerfile")));

    assertThat(names(result, "")).containsExactly("f");
  }

  @Test
  void tarWithoutDockerfile_saysSo() throws Exception {
    Path file = work.resolve("context.tar");
    Files.write(file, tar("f", "x"));

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build(new ContextSource.Archive(file)))
        .withMessageContaining("there is no Dockerfile in the build context (" + file + ")");
  }

  @Test
  void layout_ofAnotherStore_givesItsImageByTag() throws Exception {
    try (Builder other =
        new Builder(BuildEnvironment.of(work.resolve("other"), work.resolve("no-helper")))) {
      other.build(
          inline("FROM scratch\nENV A=b\nCOPY <<a /f\nx\na\n")
              .withTags(List.of(ImageReference.parse("base:1"), ImageReference.parse("base:2"))),
          BuildListener.SILENT);
    }

    BuildResult result =
        build(
            inline("FROM base\nCOPY <<a /g\ny\na\n")
                .withNamedContexts(
                    Map.of(
                        ImageReference.parse("base"),
                        new ContextSource.OciLayout(work.resolve("other"), "1", null))));

    assertThat(result.config().config().env()).contains("A=b");
    assertThat(names(result, "")).containsExactly("f", "g");
  }

  @Test
  void layout_withoutTheTag_saysSo() throws Exception {
    Path layout = Files.createDirectory(work.resolve("layout"));
    Files.writeString(layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                build(
                    inline("FROM base\n")
                        .withNamedContexts(
                            Map.of(
                                ImageReference.parse("base"),
                                new ContextSource.OciLayout(layout, "1", null)))))
        .withMessageContaining(
            "the OCI layout " + layout + ": it has no image with the tag 1; it has 0");
  }

  @Test
  void build_datedByItsContext_hasTheTimeOfTheCommitOrFile() throws Exception {
    Instant expected = Instant.ofEpochSecond(1_700_000_000);
    StageOptions byContext =
        StageOptions.defaults().withBuildArgs(Map.of("SOURCE_DATE_EPOCH", "context"));
    try (GitServer server = new GitServer(Files.createDirectories(work.resolve("served")))) {
      Path repository = server.create("repo");
      Files.writeString(repository.resolve("Dockerfile"), "FROM scratch\nCOPY . /\n");
      GitServer.commit(repository, "first");
      BuildRequest request = BuildRequest.of(new ContextSource.Git(server.address("repo")));
      assertThat(created(request.withStages(byContext))).isEqualTo(expected);
      String byDefault = "ARG SOURCE_DATE_EPOCH=context\nFROM scratch\nCOPY . /\n";
      assertThat(created(request.withDockerfile(new DockerfileSource.Inline(byDefault))))
          .isEqualTo(expected);
    }
    Path directory = Files.createDirectory(work.resolve("directory"));
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\n");
    assertThatThrownBy(() -> created(BuildRequest.of(directory).withStages(byContext)))
        .hasMessageContaining("has no time of its own")
        .hasMessageContaining("--source-date-epoch=git");
  }

  private @Nullable Instant created(BuildRequest request) throws Exception {
    return builder.build(request, BuildListener.SILENT).config().created();
  }
}
