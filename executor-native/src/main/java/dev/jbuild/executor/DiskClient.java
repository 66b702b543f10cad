package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import dev.jbuild.executor.wire.Tag;
import dev.jbuild.executor.wire.WriteException;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The layer operations, each on a connection of its own. */
final class DiskClient implements LayerDisk {
  private final Path socket;
  private final Consumer<String> log;

  DiskClient(Path socket, Consumer<String> log) {
    this.socket = socket;
    this.log = log;
  }

  @Override
  public void unpack(Path directory, LayerSource source) throws IOException {
    try (Connection connection = Connection.open(socket)) {
      connection.send(FrameType.APPLY, path(directory));
      try {
        source.writeTo((entry, content) -> send(connection, entry, content));
        connection.send(FrameType.END);
        connection.flush();
      } catch (WriteException e) {
        // The native side gave up first: its last frame says why.
        awaitDone(connection, directory);
        throw e;
      }
      awaitDone(connection, directory);
    }
  }

  static void send(Connection connection, LayerEntry entry, InputStream content)
      throws IOException {
    connection.send(FrameType.ENTRY, Entries.toFields(entry));
    if (!(entry instanceof LayerEntry.RegularFile file)) {
      return;
    }
    byte[] block = new byte[(int) Math.min(Connection.CHUNK, Math.max(1, file.size()))];
    long rest = file.size();
    while (rest > 0) {
      int count = content.readNBytes(block, 0, (int) Math.min(block.length, rest));
      if (count == 0) {
        throw new EOFException(entry.path() + " ends " + rest + " bytes early");
      }
      connection.send(FrameType.DATA, block, 0, count);
      rest -= count;
    }
  }

  @Override
  public void diff(Path upper, LayerSink sink) throws IOException {
    receiveEntries(FrameType.DIFF, path(upper), sink);
  }

  @Override
  public void read(List<Path> lowers, String path, LayerSink sink) throws IOException {
    Fields fields = new Fields().put(Tag.PATH, path);
    Lowers.distinct(lowers).forEach(lower -> fields.put(Tag.LOWER, lower.toString()));
    receiveEntries(FrameType.READ, fields, sink);
  }

  private void receiveEntries(FrameType request, Fields fields, LayerSink sink) throws IOException {
    try (Connection connection = Connection.open(socket)) {
      connection.send(request, fields);
      connection.flush();
      receiveEntries(connection, sink);
    }
  }

  static void receiveEntries(Connection connection, LayerSink sink) throws IOException {
    while (true) {
      Frame frame = connection.receive();
      switch (frame.type()) {
        case ENTRY -> receiveEntry(connection, Entries.parse(frame), sink);
        case END -> {
          return;
        }
        case FAIL -> throw Requests.failure(frame);
        default -> throw new ProtocolException("expected an entry, got " + frame.type());
      }
    }
  }

  private static void receiveEntry(Connection connection, LayerEntry entry, LayerSink sink)
      throws IOException {
    long size = entry instanceof LayerEntry.RegularFile file ? file.size() : 0;
    ContentStream content = new ContentStream(connection, size);
    sink.add(entry, content);
    content.drain();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    request(FrameType.RENAME, path(from).put(Tag.TO, absolute(to)), from);
  }

  @Override
  public void remove(Path directory) throws IOException {
    request(FrameType.REMOVE, path(directory), directory);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    request(FrameType.MKDIRS, path(directory), directory);
  }

  @Override
  public void clampTimes(Path directory, Instant latest) throws IOException {
    Fields fields = path(directory).put(Tag.SECONDS, latest.getEpochSecond());
    request(FrameType.CLAMP, fields, directory);
  }

  Frame probe() throws IOException {
    return request(FrameType.PROBE, new Fields(), Path.of(""));
  }

  private Frame request(FrameType type, Fields fields, Path subject) throws IOException {
    try (Connection connection = Connection.open(socket)) {
      connection.send(type, fields);
      connection.flush();
      return awaitDone(connection, subject);
    }
  }

  private Frame awaitDone(Connection connection, Path subject) throws IOException {
    while (true) {
      Frame frame = connection.receive();
      switch (frame.type()) {
        case WARN ->
            log.accept(subject + ": " + frame.text(Tag.PATH) + ": " + frame.text(Tag.TEXT));
        case DONE -> {
          return frame;
        }
        case FAIL -> throw Requests.failure(frame);
        default -> throw new ProtocolException("expected an answer, got " + frame.type());
      }
    }
  }

  private static Fields path(Path path) {
    return new Fields().put(Tag.PATH, absolute(path));
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
