package dev.jbuild.builder.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.parser.ignore.IgnoreFile;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalContextTest {
  @TempDir Path root;

  private LocalContext context(String... patterns) throws Exception {
    return new LocalContext(
        "the build context", root, IgnoreFile.of(List.of(patterns)), KnownContents.NONE);
  }

  private void write(String path, String text) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void names_leavesOutWhatIsIgnored() throws Exception {
    write("a.log", "");
    write("d/b.log", "");
    write("d/keep.log", "");
    write("n/x", "");
    LocalContext context = context("*.log", "d", "!d/keep.log", "n");

    assertThat(context.names("")).containsExactly("d");
    assertThat(context.names("d")).containsExactly("keep.log");
    assertThat(context.find("n/x")).isEmpty();
  }

  @Test
  void names_areSortedByTheirBytes() throws Exception {
    write("b", "");
    write("B", "");
    write("a-b", "");
    write("a/c", "");

    assertThat(context().names("")).containsExactly("B", "a", "a-b", "b");
  }

  @Test
  void match_findsWildcardsAndFollowsLinks() throws Exception {
    write("sub/one/f", "1");
    write("sub/two/f", "2");
    Files.createSymbolicLink(root.resolve("link"), Path.of("sub/one"));
    LocalContext context = context();

    assertThat(SourcePaths.match(context, "sub/*/f")).containsExactly("sub/one/f", "sub/two/f");
    assertThat(SourcePaths.match(context, "l*k")).containsExactly("link");
    assertThat(SourcePaths.resolve(context, "link/f")).isEqualTo("sub/one/f");
    assertThat(SourcePaths.match(context, "../../x")).containsExactly("x");
    assertThat(SourcePaths.match(context, "none/*")).isEmpty();
  }

  @Test
  void link_outOfTheContext_staysInside() throws Exception {
    Files.createSymbolicLink(root.resolve("out"), Path.of("/etc/../../passwd"));

    assertThat(SourcePaths.resolve(context(), "out")).isEqualTo("passwd");
  }

  @Test
  void name_ofBytesThatAreNoText_isFoundAgain() throws Exception {
    Path odd = Path.of(URI.create(root.toUri() + "odd-%FF-%C3%A4"));
    Files.writeString(odd, "x");
    LocalContext context = context();

    assertThat(context.names("")).containsExactly("odd-\uDCFF-ä");
    try (InputStream in = context.open("odd-\uDCFF-ä")) {
      assertThat(in.readAllBytes()).containsExactly('x');
    }
  }

  @Test
  void open_whenFileChangedSinceItWasHashed_fails() throws Exception {
    write("f", "before");
    LocalContext context = context();
    assertThat(context.identity("f")).isNotNull();
    write("f", "after!");

    assertThatExceptionOfType(ContextException.class)
        .isThrownBy(
            () -> {
              try (InputStream in = context.open("f")) {
                in.readAllBytes();
              }
            })
        .withMessageContaining("/f of the build context changed while it was being copied");
  }

  @Test
  void identity_ofDirectory_isThatOfItsContents() throws Exception {
    write("one/f", "same");
    write("two/f", "same");
    write("three/f", "other");
    LocalContext context = context();

    assertThat(context.identity("one")).isEqualTo(context.identity("two"));
    assertThat(context.identity("one")).isNotEqualTo(context.identity("three"));
  }

  @Test
  void namesOfOneInode_areKnownToBe() throws Exception {
    write("a", "x");
    Files.createLink(root.resolve("b"), root.resolve("a"));
    LocalContext context = context();

    SourceEntry.RegularFile a = (SourceEntry.RegularFile) context.find("a").orElseThrow();
    SourceEntry.RegularFile b = (SourceEntry.RegularFile) context.find("b").orElseThrow();
    assertThat(a.link()).isNotNull().isEqualTo(b.link());
  }
}
