package dev.jbuild.builder.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.cache.Store;
import dev.jbuild.oci.Digest;
import dev.jbuild.parser.ignore.IgnoreFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds know of the files of a context that earlier builds have read. */
class KnownContentsTest {
  @TempDir Path work;
  private Path root;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(work.resolve("context"));
    assumeTrue(
        List.of("ext4", "xfs", "btrfs", "tmpfs", "overlay")
            .contains(Files.getFileStore(root).type()),
        "needs a file system of this machine");
    store = Store.open(work.resolve("store"));
  }

  @AfterEach
  void close() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  private LocalContext context() throws Exception {
    return new LocalContext(
        "the build context", root, IgnoreFile.EMPTY, KnownContents.of(root, store.indexes()));
  }

  /** A file that was not changed just now. */
  private void write(String path, String text) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Thread.sleep(60); // so much for the clock of the file system
  }

  private Digest identity() throws Exception {
    try (LocalContext context = context()) {
      return context.identity("");
    }
  }

  private boolean isKnown(String path) throws Exception {
    try (KnownContents known = KnownContents.of(root, store.indexes())) {
      return known.find(path, UnixFiles.look(root.resolve(path)).stamp()).isPresent();
    }
  }

  @Test
  void identity_keepsWhatItRead() throws Exception {
    write("a/f", "one");

    Digest first = identity();

    assertThat(isKnown("a/f")).isTrue();
    assertThat(identity()).isEqualTo(first);
  }

  @Test
  void identity_ofFileChangedWithinItsSizeAndTime_isAnother() throws Exception {
    write("f", "one");
    FileTime before = Files.getLastModifiedTime(root.resolve("f"));
    Digest first = identity();

    write("f", "two");
    Files.setLastModifiedTime(root.resolve("f"), before);

    assertThat(identity()).isNotEqualTo(first);
  }

  @Test
  void identity_ofFileReplacedByAnother_isAnother() throws Exception {
    write("f", "one");
    write("g", "two");
    Files.setLastModifiedTime(root.resolve("g"), Files.getLastModifiedTime(root.resolve("f")));
    Digest first = identity();

    Files.move(root.resolve("g"), root.resolve("f"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(identity()).isNotEqualTo(first);
  }

  @Test
  void rapidChanges_areAllSeen() throws Exception {
    for (int i = 0; i < 300; i++) {
      Files.writeString(root.resolve("f"), "%08d".formatted(i));
      Digest content = Digest.sha256("%08d".formatted(i).getBytes(StandardCharsets.UTF_8));
      try (LocalContext context = context()) {
        assertThat(context.content("f")).isEqualTo(content);
      }
    }
  }

  @Test
  void open_ofFileThatIsNotWhatTheIndexSays_failsOnceAndForgetsIt() throws Exception {
    write("f", "text");
    try (KnownContents known = KnownContents.of(root, store.indexes())) {
      known.put(
          "f",
          UnixFiles.look(root.resolve("f")).stamp(),
          Digest.sha256(new byte[0]),
          Instant.now());
    }

    try (LocalContext context = context()) {
      assertThatExceptionOfType(ContextException.class)
          .isThrownBy(
              () -> {
                try (InputStream in = context.open("f")) {
                  in.readAllBytes();
                }
              });
    }

    try (LocalContext context = context();
        InputStream in = context.open("f")) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("text");
    }
  }

  @Test
  void identity_ofManyFiles_isThatOfReadingThemInTurn() throws Exception {
    for (int i = 0; i < 500; i++) {
      Path file = root.resolve("d" + i % 7 + "/e" + i % 3 + "/f" + i);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "content " + i);
    }
    LocalContext plain =
        new LocalContext("the build context", root, IgnoreFile.EMPTY, KnownContents.NONE);

    assertThat(identity())
        .isEqualTo(new Identities(plain, plain::content).of(""))
        .isEqualTo(identity());
  }

  @Test
  void identity_ofFileThatWentAway_namesIt() throws Exception {
    for (int i = 0; i < 200; i++) {
      Files.writeString(root.resolve("f" + i), "x");
    }
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    Files.delete(root.resolve("f7"));
    try (LocalContext context = context()) {
      assertThat(context.names("")).contains("loop").doesNotContain("f7");
      Files.delete(root.resolve("f9"));
      assertThatExceptionOfType(ContextException.class)
          .isThrownBy(() -> context.identity(""))
          .withMessageContaining("/f9 of the build context went away");
    }
  }
}
