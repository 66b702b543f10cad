package dev.jbuild.cache.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.Store;
import dev.jbuild.oci.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIndexTest {
  private static final Instant CHANGED = Instant.parse("2026-05-01T10:00:00.123456789Z");
  private static final Digest CONTENT = Digest.sha256(new byte[] {1});

  @TempDir Path work;
  private final List<String> warnings = new ArrayList<>();

  private static FileStamp stamp(Instant changed) {
    long nanos = TimeUnit.SECONDS.toNanos(changed.getEpochSecond()) + changed.getNano();
    return new FileStamp(7, nanos, nanos, 11, 12);
  }

  private Store store() throws Exception {
    return Store.open(work.resolve("store"), warnings::add);
  }

  private FileIndex index(Store store) throws Exception {
    return store.indexes().open(Path.of("/some/context"));
  }

  private void remember(String path, FileStamp stamp, Instant read) throws Exception {
    try (Store store = store();
        FileIndex index = index(store)) {
      index.put(path, stamp, CONTENT, read);
    }
  }

  private boolean knows(String path, FileStamp stamp) throws Exception {
    try (Store store = store();
        FileIndex index = index(store)) {
      return index.find(path, stamp).filter(CONTENT::equals).isPresent();
    }
  }

  private Path file() throws Exception {
    try (Stream<Path> files = Files.list(work.resolve("store/indexes"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void find_ofUnchangedFile_knowsItsContent() throws Exception {
    remember("d/odd-\uDCFF-ä", stamp(CHANGED), CHANGED.plusSeconds(60));

    assertThat(knows("d/odd-\uDCFF-ä", stamp(CHANGED))).isTrue();
    assertThat(knows("d/other", stamp(CHANGED))).isFalse();
  }

  @Test
  void find_whenAnyPartOfTheStampChanged_knowsNothing() throws Exception {
    remember("f", new FileStamp(1, 2, 3, 4, 5), CHANGED);

    assertThat(knows("f", new FileStamp(1, 2, 3, 4, 5))).isTrue();
    assertThat(knows("f", new FileStamp(9, 2, 3, 4, 5))).isFalse();
    assertThat(knows("f", new FileStamp(1, 9, 3, 4, 5))).isFalse();
    assertThat(knows("f", new FileStamp(1, 2, 9, 4, 5))).isFalse();
    assertThat(knows("f", new FileStamp(1, 2, 3, 9, 5))).isFalse();
    assertThat(knows("f", new FileStamp(1, 2, 3, 4, 9))).isFalse();
  }

  @Test
  void put_whenFileMayChangeAgainInTheSameTick_keepsNothing() throws Exception {
    remember("f", stamp(CHANGED), CHANGED.plusMillis(10));
    assertThat(knows("f", stamp(CHANGED))).isFalse();

    remember("f", stamp(CHANGED), CHANGED.minusSeconds(3600));
    assertThat(knows("f", stamp(CHANGED))).isFalse();
  }

  @Test
  void put_whenFileSystemTellsWholeSeconds_waitsLonger() throws Exception {
    Instant whole = Instant.parse("2026-05-01T10:00:00Z");
    remember("f", stamp(whole), whole.plusMillis(1900));
    assertThat(knows("f", stamp(whole))).isFalse();

    remember("f", stamp(whole), whole.plusMillis(2100));
    assertThat(knows("f", stamp(whole))).isTrue();
  }

  @Test
  void put_ofUnsettledFile_forgetsWhatWasKnown() throws Exception {
    remember("f", stamp(CHANGED), CHANGED.plusSeconds(60));
    remember("f", stamp(CHANGED), CHANGED);

    assertThat(knows("f", stamp(CHANGED))).isFalse();
  }

  @Test
  void open_ofDamagedIndex_warnsAndBeginsAnew() throws Exception {
    remember("f", stamp(CHANGED), CHANGED.plusSeconds(60));
    byte[] bytes = Files.readAllBytes(file());
    for (int at = 0; at < bytes.length; at += 5) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x40;
      Files.write(file(), damaged);
      assertThat(knows("f", stamp(CHANGED))).as("byte %s", at).isFalse();
    }
    assertThat(warnings).isNotEmpty().allMatch(w -> w.contains("is damaged and made again"));

    Files.write(file(), new byte[0]);
    assertThat(knows("f", stamp(CHANGED))).isFalse();
    remember("f", stamp(CHANGED), CHANGED.plusSeconds(60));
    assertThat(knows("f", stamp(CHANGED))).isTrue();
  }

  @Test
  void indexes_areOfOneDirectoryEach_andNotTooMany() throws Exception {
    try (Store store = store()) {
      for (int i = 0; i < 120; i++) {
        try (FileIndex index = store.indexes().open(Path.of("/context/" + i))) {
          index.put("f", stamp(CHANGED), CONTENT, CHANGED.plus(Duration.ofDays(1)));
        }
      }
      try (FileIndex other = store.indexes().open(Path.of("/context/other"))) {
        assertThat(other.find("f", stamp(CHANGED))).isEmpty();
      }
    }
    try (Stream<Path> files = Files.list(work.resolve("store/indexes"))) {
      assertThat(files).hasSizeLessThanOrEqualTo(100);
    }
  }
}
