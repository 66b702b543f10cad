package dev.jbuild.cache.layer;

import dev.jbuild.cache.deflate.BlockDeflaters;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/**
 * Writes one gzip member on several cores. The input is cut into blocks of a fixed size; each is
 * deflated with the 32 KiB before it as its dictionary and ends at a byte boundary, so the bytes
 * depend neither on the number of workers nor on the sizes of writes. At most two blocks a worker
 * are in memory. The header holds no time and no name.
 */
public final class ParallelGzip extends OutputStream {
  static final int BLOCK = 512 * 1024;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

  /** An empty last block of deflate (RFC 1951, 3.2.3): final, fixed codes, end of block. */
  private static final byte[] LAST_BLOCK = {3, 0};

  private final OutputStream out;
  private final ExecutorService workers;
  private final int most;
  private final BlockDeflaters deflaters;
  private final Deque<Future<GzipBlock>> underWay = new ArrayDeque<>();
  private final Deque<GzipBlock> free = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private GzipBlock block;
  private long size;
  private boolean closed;

  /** Compresses on all cores. */
  public ParallelGzip(OutputStream out, int level) throws IOException {
    this(out, level, Runtime.getRuntime().availableProcessors());
  }

  /** Compresses at {@code level}, 1 (fastest) to 9 (smallest), on {@code workers} threads. */
  public ParallelGzip(OutputStream out, int level, int workers) throws IOException {
    this(out, new BlockDeflaters(level), workers);
  }

  /** As above, with deflaters that are closed at the end. */
  ParallelGzip(OutputStream out, BlockDeflaters deflaters, int workers) throws IOException {
    this.out = out;
    this.deflaters = deflaters;
    this.most = 2 * workers;
    this.workers =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("jbuild-gzip-", 0).factory());
    this.block = new GzipBlock();
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    size += length;
    int done = 0;
    while (done < length) {
      done += block.take(bytes, offset + done, length - done);
      if (block.isFull()) {
        submit();
      }
    }
  }

  private void submit() throws IOException {
    if (underWay.size() >= most) {
      writeOldest();
    }
    GzipBlock next = free.isEmpty() ? new GzipBlock() : free.pop();
    next.follow(block);
    GzipBlock full = block;
    underWay.add(workers.submit(() -> full.deflate(deflaters)));
    block = next;
  }

  private void writeOldest() throws IOException {
    try {
      GzipBlock done = underWay.remove().get();
      done.writeTo(out);
      free.push(done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while compressing");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      throw new IOException("compress: " + e.getCause(), e.getCause());
    }
  }

  /** Ends the member; the output stays open. */
  public void finish() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!block.isEmpty()) {
        submit();
      }
      while (!underWay.isEmpty()) {
        writeOldest();
      }
      out.write(LAST_BLOCK);
      out.write(littleEndian((int) crc.getValue()));
      out.write(littleEndian((int) size));
      out.flush();
    } finally {
      release();
    }
  }

  private static byte[] littleEndian(int value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  private void release() {
    workers.shutdownNow();
    workers.close();
    deflaters.close();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      finish();
    }
  }
}
