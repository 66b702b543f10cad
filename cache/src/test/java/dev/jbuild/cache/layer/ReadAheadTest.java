package dev.jbuild.cache.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** One that fails where it would end. */
  private static InputStream failing() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("broken off");
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        throw new IOException("broken off");
      }
    };
  }

  @Test
  void read_givesAllBytes() throws IOException {
    byte[] bytes = noise(3_000_001);
    AtomicBoolean closed = new AtomicBoolean();
    InputStream source =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    try (ReadAhead ahead = new ReadAhead(source)) {
      assertThat(ahead.read()).isEqualTo(bytes[0] & 0xFF);
      assertThat(ahead.readAllBytes()).hasSize(3_000_000).endsWith(bytes[3_000_000]);
      assertThat(ahead.read()).isEqualTo(-1);
      assertThat(closed).isFalse();
    }
    assertThat(closed).isTrue();
  }

  @Test
  void read_ofWhatFails_failsBehindTheLastWholeBuffer() throws IOException {
    byte[] bytes = noise(256 * 1024);
    try (ReadAhead ahead =
        new ReadAhead(new SequenceInputStream(new ByteArrayInputStream(bytes), failing()))) {
      assertThat(ahead.readNBytes(bytes.length)).isEqualTo(bytes);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(ahead::read).isInstanceOf(IOException.class).hasMessage("broken off");
      }
    }
  }

  @Test
  void close_whileMoreIsThereThanIsRead_ends() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 7;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return length;
          }
        };
    try (ReadAhead ahead = new ReadAhead(endless)) {
      assertThat(ahead.read()).isZero();
    }
    assertThat(endless.read()).isEqualTo(7);
  }

  @Test
  void close_byWhoIsInterrupted_doesNotWaitForTheSource() throws Exception {
    PipedOutputStream never = new PipedOutputStream();
    AtomicBoolean interrupted = new AtomicBoolean();
    try (PipedInputStream source = new PipedInputStream(never)) {
      Thread reader =
          new Thread(
              () -> {
                try (ReadAhead ahead = new ReadAhead(source)) {
                  ahead.read();
                } catch (InterruptedIOException e) {
                  interrupted.set(Thread.currentThread().isInterrupted());
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      reader.start();
      reader.interrupt();
      reader.join();
    }
    assertThat(interrupted).isTrue();
  }
}
