package dev.jbuild.cache.deflate;

import dev.jbuild.oci.layer.NativeInflater;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Inflates a stream (RFC 1951) that comes in pieces. It is fed when {@link #take} gave nothing; the
 * bytes that it was fed stay the caller's, and stay as they are until then. For one thread.
 */
public interface RawInflater extends AutoCloseable {
  /** In a process where one can be had, else in Java. */
  static RawInflater of(Supplier<Optional<NativeInflater>> processes) {
    Optional<NativeInflater> process = processes.get();
    return process.isPresent() ? new ForeignInflater(process.get()) : new ZlibInflater();
  }

  /**
   * Gives it input.
   *
   * @param last whether no more input than this is to come
   */
  void feed(byte[] bytes, int from, int to, boolean last);

  /**
   * Gives output; nothing when more input is wanted, or at the end of the stream.
   *
   * @throws java.util.zip.ZipException when the bytes are damaged
   * @throws java.io.EOFException when the stream goes on behind its last input
   */
  int take(byte[] buffer, int offset, int length) throws IOException;

  /** Whether the stream has ended and all of it was taken. */
  boolean finished();

  /** How many bytes at the end of its last food it did not use; they have to come again. */
  int remaining();

  /** Begins another stream. */
  void reset();

  @Override
  void close();
}
