package dev.jbuild.executor;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A {@code jbuild-exec} that works on memory which both sides map; only numbers go through pipes.
 * It ends with its input, so with this JVM.
 */
final class WorkerProcess implements AutoCloseable {
  private static final int PIECE = 64 * 1024;

  private final String name;
  private final Process process;
  private final MappedByteBuffer area;
  private final OutputStream requests;
  private final InputStream answers;

  private WorkerProcess(String name, Process process, MappedByteBuffer area) {
    this.name = name;
    this.process = process;
    this.area = area;
    this.requests = process.getOutputStream();
    this.answers = process.getInputStream();
  }

  /**
   * Starts one and waits for an answer, after which the file of the memory needs no name.
   *
   * @param name of its command
   * @param size of the memory, in bytes
   */
  static WorkerProcess start(AgentOptions options, String name, int size, int[] hello, int[] answer)
      throws IOException {
    Path program = NativeProgram.of(options);
    Path shared = Files.createTempFile("jbuild-" + name, "");
    try {
      MappedByteBuffer area = map(shared, size);
      List<String> command = List.of(program.toString(), name, shared.toString());
      WorkerProcess started = new WorkerProcess(name, AgentProcess.spawn(command, Map.of()), area);
      try {
        if (!Arrays.equals(started.ask(answer.length, hello), answer)) {
          throw new IOException(program + " does not " + name);
        }
        return started;
      } catch (IOException e) {
        started.close();
        throw e;
      }
    } finally {
      Files.delete(shared);
    }
  }

  private static MappedByteBuffer map(Path shared, int size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(shared, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(PIECE);
      for (int left = size; left > 0; left -= zeros.limit()) {
        zeros.clear().limit(Math.min(left, PIECE));
        while (zeros.hasRemaining()) {
          channel.write(zeros); // a hole on a full disk would end the JVM when it is written to
        }
      }
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
    }
  }

  MappedByteBuffer area() {
    return area;
  }

  /** Sends numbers, and receives {@code count} of them. */
  int[] ask(int count, int... request) throws IOException {
    ByteBuffer bytes = littleEndian(ByteBuffer.allocate(request.length * Integer.BYTES));
    bytes.asIntBuffer().put(request);
    requests.write(bytes.array());
    requests.flush();
    byte[] answer = answers.readNBytes(count * Integer.BYTES);
    if (answer.length < count * Integer.BYTES) {
      throw new IOException("the process that is to " + name + " ended: " + lastWords());
    }
    int[] numbers = new int[count];
    littleEndian(ByteBuffer.wrap(answer)).asIntBuffer().get(numbers);
    return numbers;
  }

  private static ByteBuffer littleEndian(ByteBuffer bytes) {
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
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
