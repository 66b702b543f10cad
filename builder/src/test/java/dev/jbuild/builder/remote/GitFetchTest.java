package dev.jbuild.builder.remote;

import static dev.jbuild.builder.remote.GitServer.commit;
import static dev.jbuild.builder.remote.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.RunAccess;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against git's own server. */
class GitFetchTest {
  @TempDir Path work;
  private GitServer server;
  private Path repository;
  private int checkouts;
  private Store store;
  private RemoteAccess access;

  @BeforeEach
  void start() throws Exception {
    store = Store.open(work.resolve("store"));
    access = RemoteAccess.of(store, Map.of(), RunAccess.NONE);
    server = new GitServer(Files.createDirectories(work.resolve("served")));
    repository = server.create("repo");
    Files.createDirectories(repository.resolve("dir/sub"));
    Files.writeString(repository.resolve("a.txt"), "a\n");
    Files.writeString(repository.resolve("dir/b"), "b\n");
    Files.writeString(repository.resolve("dir.txt"), "between dir and dir/b in git's order\n");
    Files.writeString(repository.resolve("dir/sub/run"), "#!/bin/sh\n");
    Files.setAttribute(repository.resolve("dir/sub/run"), "unix:mode", 0700);
    Files.createSymbolicLink(repository.resolve("dir/link"), Path.of("../a.txt"));
    commit(repository, "first");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    store.close();
  }

  private GitAddress address(String rest) {
    return GitAddress.parse(server.address("repo") + rest).orElseThrow();
  }

  private Map<String, String> checkOut(GitAddress address, boolean keep) throws IOException {
    GitFetch fetch = new GitFetch(access);
    Map<String, String> files = new TreeMap<>();
    List<LayerEntry> order = new ArrayList<>();
    Path scratch = Files.createDirectories(work.resolve("scratch" + checkouts++));
    fetch.checkOut(
        address,
        fetch.commit(address),
        keep,
        scratch,
        (entry, content) -> {
          order.add(entry);
          String text =
              switch (entry) {
                case LayerEntry.RegularFile file -> {
                  assertThat(file.attributes().mtime())
                      .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
                  yield Integer.toOctalString(file.attributes().mode())
                      + " "
                      + new String(content.readAllBytes(), StandardCharsets.UTF_8).strip();
                }
                case LayerEntry.Symlink link -> "-> " + link.target();
                case LayerEntry.Directory directory -> "/";
                default -> throw new AssertionError(entry);
              };
          files.put(entry.path(), text);
        });
    assertThat(order).isSortedAccordingTo(LayerEntry.ORDER);
    return files;
  }

  @Test
  void checkOut_ofTheDefaultBranch_givesFilesAsGitChecksThemOut() throws Exception {
    assertThat(checkOut(address(""), false))
        .containsOnly(
            Map.entry("a.txt", "644 a"),
            Map.entry("dir", "/"),
            Map.entry("dir.txt", "644 between dir and dir/b in git's order"),
            Map.entry("dir/b", "644 b"),
            Map.entry("dir/link", "-> ../a.txt"),
            Map.entry("dir/sub", "/"),
            Map.entry("dir/sub/run", "755 #!/bin/sh"));
  }

  @Test
  void checkOut_ofADirectory_givesOnlyThat() throws Exception {
    assertThat(checkOut(address("#main:dir/sub"), false)).containsOnlyKeys("run");
    assertThatThrownBy(() -> checkOut(address("#main:nowhere"), false))
        .hasMessageContaining("no directory nowhere");
  }

  @Test
  void commit_ofRefs_prefersBranchesAndPeelsTags() throws Exception {
    String first = git(repository, "rev-parse", "HEAD").strip();
    git(repository, "tag", "-a", "v1", "-m", "one");
    String tag = git(repository, "rev-parse", "v1").strip();
    git(repository, "branch", "both");
    Files.writeString(repository.resolve("a.txt"), "a2\n");
    String second = commit(repository, "second");
    git(repository, "tag", "both");
    GitFetch fetch = new GitFetch(access);
    assertThat(fetch.commit(address(""))).isEqualTo(second);
    assertThat(fetch.commit(address("#v1"))).isEqualTo(first).isNotEqualTo(tag);
    assertThat(fetch.commit(address("#both"))).isEqualTo(first);
    assertThat(fetch.commit(address("#refs/tags/both"))).isEqualTo(second);
    assertThat(fetch.commit(address("?ref=v1&checksum=" + tag))).isEqualTo(first);
    assertThatThrownBy(() -> fetch.commit(address("?ref=main&checksum=" + first)))
        .hasMessage("expected checksum to match " + first + ", got " + second);
    assertThatThrownBy(() -> fetch.commit(address("#nothing")))
        .hasMessageContaining("repository does not contain ref nothing");
    assertThat(checkOut(address("#" + first), false)).containsEntry("a.txt", "644 a");
  }

  @Test
  void commit_ofAFullId_asksNobody() throws Exception {
    String id = "0123456789012345678901234567890123456789";
    assertThat(new GitFetch(access).commit(address("#" + id))).isEqualTo(id);
    assertThat(server.requests()).isEmpty();
    assertThatThrownBy(() -> checkOut(address("#" + id), false))
        .isInstanceOf(RemoteException.class);
  }

  @Test
  void checkOut_withGitDirectory_givesARepositoryThatGitTakes() throws Exception {
    String head = git(repository, "rev-parse", "HEAD").strip();
    Path copy = Files.createDirectories(work.resolve("copy"));
    GitFetch fetch = new GitFetch(access);
    fetch.checkOut(
        address(""),
        head,
        true,
        Files.createDirectories(work.resolve("scratch")),
        (entry, content) -> {
          Path path = copy.resolve(entry.path());
          switch (entry) {
            case LayerEntry.Directory directory -> Files.createDirectories(path);
            case LayerEntry.Symlink link -> Files.createSymbolicLink(path, Path.of(link.target()));
            case LayerEntry.RegularFile file -> {
              Files.copy(content, path);
              Files.setAttribute(path, "unix:mode", file.attributes().mode());
            }
            default -> throw new AssertionError(entry);
          }
        });
    assertThat(git(copy, "status", "--porcelain")).isEmpty();
    assertThat(git(copy, "rev-parse", "HEAD").strip()).isEqualTo(head);
    assertThat(git(copy, "remote", "get-url", "origin").strip()).isEqualTo(server.address("repo"));
    git(copy, "fsck");
  }

  @Test
  void checkOut_withSubmodules_givesTheirFilesAtTheirCommits() throws Exception {
    Path inner = server.create("inner");
    Files.writeString(inner.resolve("i"), "inner\n");
    commit(inner, "inner");
    Path middle = server.create("middle");
    git(middle, "submodule", "add", "-q", inner.toString(), "deep/inner");
    git(middle, "config", "-f", ".gitmodules", "submodule.deep/inner.url", "../inner.git");
    commit(middle, "middle");
    git(repository, "submodule", "add", "-q", middle.toString(), "mod");
    git(repository, "config", "-f", ".gitmodules", "submodule.mod.url", server.address("middle"));
    commit(repository, "with submodule");
    Files.writeString(inner.resolve("i"), "later\n");
    commit(inner, "later");
    assertThat(checkOut(address(""), false))
        .containsEntry("mod/deep/inner/i", "644 inner")
        .containsEntry("mod/deep", "/")
        .containsKey("mod/.gitmodules");
    assertThat(checkOut(address("?submodules=false"), false))
        .containsEntry("mod", "/")
        .doesNotContainKey("mod/.gitmodules");
  }

  @Test
  void checkOut_withLineEndAttributes_convertsThem() throws Exception {
    Files.writeString(repository.resolve(".gitattributes"), "*.bat text eol=crlf\n");
    Files.writeString(repository.resolve("dir/x.bat"), "one\ntwo\n");
    commit(repository, "lines");
    assertThat(checkOut(address(""), false)).containsEntry("dir/x.bat", "644 one\r\ntwo");
  }

  @Test
  void commit_ofARepositoryThatIsNotThere_tellsWhich() {
    GitAddress none = GitAddress.parse(server.address("none")).orElseThrow();
    assertThatThrownBy(() -> new GitFetch(access).commit(none))
        .isInstanceOf(RemoteException.class)
        .hasMessageStartingWith(server.address("none") + ": ");
  }
}
