package dev.jbuild.executor;

import dev.jbuild.oci.layer.NativeDeflater;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code jbuild-exec deflate}: blocks and results are in memory that both sides map, only their
 * places go through pipes. It ends with its input, so with this JVM.
 */
public final class DeflateProcess implements NativeDeflater {
  // As in deflate.h.
  private static final int INPUT = (32 + 512) * 1024;
  private static final int OUTPUT = (512 + 64) * 1024;

  private static final int EMPTY_RESULT = 5;

  private final Process process;
  private final MappedByteBuffer area;
  private final OutputStream requests;
  private final InputStream answers;

  private DeflateProcess(Process process, MappedByteBuffer area) {
    this.process = process;
    this.area = area;
    this.requests = process.getOutputStream();
    this.answers = process.getInputStream();
  }

  /** Starts one; empty, with the reason in the log, where that cannot be done. */
  public static Optional<NativeDeflater> start(AgentOptions options) {
    try {
      Path shared = Files.createTempFile("jbuild-deflate", "");
      try {
        return Optional.of(start(NativeProgram.of(options), shared));
      } finally {
        Files.delete(shared); // both sides have mapped it by now
      }
    } catch (IOException e) {
      options.log().accept("layers are compressed in Java, which is slower: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static DeflateProcess start(Path program, Path shared) throws IOException {
    MappedByteBuffer area;
    try (FileChannel channel =
        FileChannel.open(shared, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(INPUT + OUTPUT);
      while (zeros.hasRemaining()) {
        channel.write(zeros); // a hole on a full disk would end the JVM when it is written to
      }
      area = channel.map(FileChannel.MapMode.READ_WRITE, 0, INPUT + OUTPUT);
    }
    Process process =
        AgentProcess.spawn(List.of(program.toString(), "deflate", shared.toString()), Map.of());
    DeflateProcess started = new DeflateProcess(process, area);
    try {
      if (started.deflate(0, new byte[0], 0, 0, 0).length != EMPTY_RESULT) {
        throw new IOException(program + " does not deflate");
      }
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  @Override
  public byte[] deflate(int stride, byte[] bytes, int start, int from, int to) throws IOException {
    if (to - start > INPUT || start > from || from > to) {
      throw new IllegalArgumentException("no block: " + start + ", " + from + " to " + to);
    }
    area.put(0, bytes, start, to - start);
    ByteBuffer request = ByteBuffer.allocate(4 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    request.putInt(stride).putInt(0).putInt(from - start).putInt(to - start);
    requests.write(request.array());
    requests.flush();
    byte[] answer = answers.readNBytes(Integer.BYTES);
    if (answer.length < Integer.BYTES) {
      throw new IOException("the native deflater ended: " + lastWords());
    }
    int size = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size < 0 || size > OUTPUT) {
      throw new IOException("the native deflater says to have made " + size + " bytes");
    }
    byte[] result = new byte[size];
    area.get(INPUT, result);
    return result;
  }

  private String lastWords() throws IOException {
    byte[] words = process.getErrorStream().readNBytes(1024);
    return new String(words, StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
