package dev.jbuild.cache.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.testing.Programs;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();
  private StoreDirectory directory;
  private ContentStore store;

  @BeforeEach
  void open() throws IOException {
    directory = StoreDirectory.open(root, warnings::add);
    store = new ContentStore(directory);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void put_whenDone_isAFileOfAnImageLayout() throws Exception {
    Digest digest = store.put(HELLO);

    assertThat(digest).isEqualTo(Digest.sha256(HELLO));
    assertThat(root.resolve("blobs/sha256").resolve(digest.hex())).hasBinaryContent(HELLO);
    assertThat(store.read(digest)).isEqualTo(HELLO);
    assertThat(store.size(digest)).isEqualTo(5);
    assertThat(store.put(HELLO)).isEqualTo(digest);
    assertThat(store.delete(digest)).isTrue();
    assertThat(store.has(digest)).isFalse();
    assertThat(store.delete(digest)).isFalse();
  }

  @Test
  void write_whenManySizesAreWritten_keepsEveryByte() throws Exception {
    byte[] bytes = new byte[1_500_000];
    new Random(1).nextBytes(bytes);
    Digest digest;
    try (BlobWriter writer = store.write()) {
      int at = 0;
      for (int length = 1; at < bytes.length; length = length * 3 + 1) {
        int count = Math.min(length, bytes.length - at);
        writer.write(bytes, at, count);
        at += count;
      }
      assertThat(writer.size()).isEqualTo(bytes.length);
      digest = writer.commit();
    }
    assertThat(digest).isEqualTo(Digest.sha256(bytes));
    assertThat(store.read(digest)).isEqualTo(bytes);
  }

  @Test
  void write_whenClosedWithoutCommit_leavesNothing() throws Exception {
    try (BlobWriter writer = store.write()) {
      writer.write(HELLO);
    }
    assertThat(blobs()).isEmpty();
  }

  @Test
  void commit_whenContentIsNotTheExpected_storesNothing() throws Exception {
    Digest expected = Digest.sha256(new byte[] {1});
    try (BlobWriter writer = store.write()) {
      writer.write(HELLO);
      assertThatThrownBy(() -> writer.commit(expected, 5))
          .isInstanceOf(ContentMismatchException.class)
          .hasMessageContaining(expected.toString())
          .hasMessageContaining(Digest.sha256(HELLO).toString());
    }
    try (BlobWriter writer = store.write()) {
      writer.write(HELLO);
      assertThatThrownBy(() -> writer.commit(Digest.sha256(HELLO), 6))
          .isInstanceOf(ContentMismatchException.class)
          .hasMessageContaining("5 bytes, not 6");
    }
    assertThat(blobs()).isEmpty();
  }

  @Test
  void commit_whenExpectedIsSha512_verifiesIt() throws Exception {
    Digest sha512 =
        Digest.parse(
            "sha512:9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11"
                + "d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043");
    try (BlobWriter writer = store.write()) {
      writer.write(HELLO);
      assertThat(writer.commit(sha512, 5)).isEqualTo(sha512);
    }
    assertThat(store.read(sha512)).isEqualTo(HELLO);
    try (BlobWriter writer = store.write()) {
      writer.write("jello".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> writer.commit(sha512, 5))
          .isInstanceOf(ContentMismatchException.class);
    }
  }

  @Test
  void open_whenByteIsFlipped_failsAndMovesTheBlobAside() throws Exception {
    Digest digest = store.put(HELLO);
    Files.writeString(store.path(digest), "hellp");

    assertThatThrownBy(() -> store.read(digest))
        .isInstanceOf(DamagedBlobException.class)
        .hasMessageContaining(digest.toString());

    assertThat(store.has(digest)).isFalse();
    assertThat(warnings).singleElement().asString().contains(digest.toString(), "damaged");
    assertThatThrownBy(() -> store.read(digest)).isInstanceOf(MissingBlobException.class);
    assertThat(store.put(HELLO)).isEqualTo(digest);
    assertThat(store.read(digest)).isEqualTo(HELLO);
  }

  @Test
  void open_whenTruncatedOrSkipped_failsAtTheEnd() throws Exception {
    byte[] bytes = new byte[300_000];
    Digest digest = store.put(bytes);
    try (var file =
        Files.newByteChannel(store.path(digest), java.nio.file.StandardOpenOption.WRITE)) {
      file.truncate(299_999);
    }
    try (InputStream in = store.open(digest)) {
      in.skipNBytes(200_000);
      assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(DamagedBlobException.class);
    }
    assertThat(store.has(digest)).isFalse();
  }

  @Test
  void open_whenSomeoneReplacedTheDamagedFile_keepsTheGoodOne() throws Exception {
    Digest digest = store.put(HELLO);
    Files.writeString(store.path(digest), "hellp");
    try (InputStream in = store.open(digest)) {
      assertThat(in.readNBytes(5)).hasSize(5);
      Files.delete(store.path(digest));
      Path decoy = Files.writeString(root.resolve("decoy"), "takes the free inode");
      store.put(HELLO);
      Files.delete(decoy);
      assertThatThrownBy(in::read).isInstanceOf(DamagedBlobException.class);
    }
    assertThat(store.read(digest)).isEqualTo(HELLO);
  }

  @Test
  void put_whenFileThereHasAnotherSize_replacesIt() throws Exception {
    Digest digest = Digest.sha256(HELLO);
    Files.createFile(store.path(digest));

    store.putRenewable(HELLO);

    assertThat(store.read(digest)).isEqualTo(HELLO);
  }

  /** Writes random blobs until it is killed. */
  static final class Writing {
    private Writing() {}

    public static void main(String[] arguments) throws Exception {
      StoreDirectory directory = StoreDirectory.open(Path.of(arguments[0]), text -> {});
      ContentStore store = new ContentStore(directory);
      Random random = new Random(Long.parseLong(arguments[1]));
      write(store, random, 4);
      System.out.write('x');
      System.out.flush();
      write(store, random, Long.parseLong(arguments[2]) - 4);
      directory.close();
    }

    static void write(ContentStore store, Random random, long rounds) throws IOException {
      for (long i = 0; i < rounds; i++) {
        byte[] bytes = new byte[random.nextInt(400_000)];
        random.nextBytes(bytes);
        try (BlobWriter writer = store.write()) {
          writer.write(bytes);
          writer.commit();
        }
      }
    }
  }

  @Test
  void write_whenProcessIsKilledWhileWriting_leavesOnlyWholeBlobs() throws Exception {
    for (int round = 0; round < 3; round++) {
      Process other = Programs.java(Writing.class, root.toString(), "" + round, "1000000");
      assertThat(other.getInputStream().read()).isEqualTo('x');
      Thread.sleep(37L * round);
      Programs.kill(other);
    }
    assertThat(blobs()).hasSizeGreaterThanOrEqualTo(12);
    for (Path blob : blobs()) {
      store.read(new Digest("sha256", blob.getFileName().toString()));
    }
    assertThat(warnings).isEmpty();
    StoreDirectory.open(root, warnings::add).close(); // sweeps
  }

  @Test
  void write_whenProcessesAndThreadsWriteTheSame_allEndWell() throws Exception {
    Process other = Programs.java(Writing.class, root.toString(), "7", "40");
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(
          () -> {
            Writing.write(store, new Random(7), 40);
            return null;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
    assertThat(other.waitFor()).isZero();
    assertThat(blobs()).hasSize(40);
    for (Path blob : blobs()) {
      store.read(new Digest("sha256", blob.getFileName().toString()));
    }
  }

  private List<Path> blobs() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("blobs/sha256"))) {
      return files.toList();
    }
  }
}
