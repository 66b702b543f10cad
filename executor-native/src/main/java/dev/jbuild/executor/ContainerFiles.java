package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import dev.jbuild.executor.wire.Tag;
import dev.jbuild.executor.wire.WriteException;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The files of a listed container: of a running one with all that is mounted in it, by the socket
 * of its own agent, or of one that ended by its layers.
 *
 * @param lowers base first; empty for a running container
 * @param upper what the container wrote, null for a running container
 * @param log receives warnings, a line each
 */
public record ContainerFiles(
    Path socket, List<Path> lowers, @Nullable Path upper, Consumer<String> log) {

  /** What is copied into a container. */
  public enum Source {
    FILE(0),
    DIRECTORY(1),
    /** What is in a directory, without the directory itself. */
    CONTENT(2);

    private final int code;

    Source(int code) {
      this.code = code;
    }
  }

  /**
   * Reads what is at a path of the container, itself first.
   *
   * @param path from the root, without a slash at its ends
   * @param follow whether a link at its end is followed
   * @param directory whether it must be a directory
   * @param sink made from the path that it turned out to be, with which the entries begin
   */
  public void get(String path, boolean follow, boolean directory, Function<String, LayerSink> sink)
      throws IOException {
    Fields fields = new Fields().put(Tag.PATH, path).put(Tag.LINK, follow).put(Tag.TO, directory);
    lowers.forEach(lower -> fields.put(Tag.LOWER, lower.toString()));
    if (upper != null) {
      fields.put(Tag.LOWER, upper.toString());
    }
    try (Connection connection = Connection.open(socket)) {
      connection.send(FrameType.GET, fields);
      connection.flush();
      DiskClient.receiveEntries(connection, sink.apply(started(connection)));
    }
  }

  /**
   * Puts files at a path of the container, as {@code docker cp} does: into a directory that is
   * there, else under the path's own name.
   *
   * @param name of the source
   * @param source made from the path with which its entries are to begin
   */
  public void put(
      String path,
      boolean directory,
      Source kind,
      String name,
      Function<String, LayerSource> source)
      throws IOException {
    Fields fields =
        new Fields()
            .put(Tag.PATH, path)
            .put(Tag.TO, directory)
            .put(Tag.KIND, kind.code)
            .put(Tag.TEXT, name);
    lowers.forEach(lower -> fields.put(Tag.LOWER, lower.toString()));
    if (upper != null) {
      fields.put(Tag.UPPER, upper.toString());
    }
    try (Connection connection = Connection.open(socket)) {
      connection.send(FrameType.PUT, fields);
      connection.flush();
      LayerSource files = source.apply(started(connection));
      try {
        files.writeTo((entry, content) -> DiskClient.send(connection, entry, content));
        connection.send(FrameType.END);
        connection.flush();
      } catch (WriteException e) {
        awaitDone(connection); // the native side gave up first: its last frame says why
        throw e;
      }
      awaitDone(connection);
    }
  }

  private static String started(Connection connection) throws IOException {
    Frame frame = connection.receive();
    return switch (frame.type()) {
      case STARTED -> frame.text(Tag.PATH);
      case FAIL -> throw Requests.failure(frame);
      default -> throw new ProtocolException("expected a path, got " + frame.type());
    };
  }

  private void awaitDone(Connection connection) throws IOException {
    while (true) {
      Frame frame = connection.receive();
      switch (frame.type()) {
        case WARN -> log.accept(frame.text(Tag.PATH) + ": " + frame.text(Tag.TEXT));
        case DONE -> {
          return;
        }
        case FAIL -> throw Requests.failure(frame);
        default -> throw new ProtocolException("expected an answer, got " + frame.type());
      }
    }
  }
}
