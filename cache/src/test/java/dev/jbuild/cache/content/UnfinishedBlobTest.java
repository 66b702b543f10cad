package dev.jbuild.cache.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnfinishedBlobTest {
  private static final int SIZE = 700_000;

  @TempDir Path root;
  private final byte[] content = new byte[SIZE];
  private StoreDirectory directory;
  private ContentStore store;

  @BeforeEach
  void open() throws IOException {
    directory = StoreDirectory.open(root, warning -> {});
    store = new ContentStore(directory);
    new Random(1).nextBytes(content);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  private static byte[] read(UnfinishedBlob blob, int count) throws IOException {
    try (InputStream in = blob.open()) {
      return in.readNBytes(count);
    }
  }

  @Test
  void bytes_areThereBeforeTheBlobIs_andAfterIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        BlobWriter writer = store.write()) {
      UnfinishedBlob blob = writer.unfinished();
      Future<Long> half = threads.submit(() -> blob.await(SIZE / 2));
      writer.write(content, 0, SIZE / 2);

      int there = Math.toIntExact(half.get());
      assertThat(there).isBetween(SIZE / 2, SIZE);
      assertThat(read(blob, there)).isEqualTo(Arrays.copyOf(content, there));
      assertThat(blob.digest()).isEmpty();

      writer.write(content, SIZE / 2, SIZE - SIZE / 2);
      Digest digest = writer.commit();

      assertThat(blob.await(Long.MAX_VALUE)).isEqualTo(SIZE).isEqualTo(blob.size());
      assertThat(blob.digest()).contains(digest);
      assertThat(read(blob, SIZE)).isEqualTo(content);
    }
  }

  @Test
  void await_whenTheWriterGivesUp_tellsIt() throws Exception {
    UnfinishedBlob blob;
    try (BlobWriter writer = store.write()) {
      blob = writer.unfinished();
      writer.write(content, 0, 300_000);
    }
    assertThatThrownBy(() -> blob.await(SIZE))
        .isInstanceOf(IOException.class)
        .hasMessage("a blob was given up after 300000 bytes");
    assertThatThrownBy(blob::open).isInstanceOf(IOException.class);
  }

  @Test
  void await_whenInterrupted_ends() throws Exception {
    try (BlobWriter writer = store.write()) {
      UnfinishedBlob blob = writer.unfinished();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> blob.await(1)).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
