package dev.jbuild.cli.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The warm servers of a user. A socket is called {@code PLACE-BUILD.sock}. */
public final class Servers {
  private static final String SOCKETS = "*.sock";
  private static final String LOCKS = "*.sock.lock";
  private static final int ONLY_OWNER = 0700;
  private static final int MODE = 07777;

  private Servers() {}

  /** The directory that the client makes, too: cli/src/main/c/place.c. */
  static Path directory(Map<String, String> environment) throws IOException {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return runtime.startsWith("/")
        ? Path.of(runtime, "jbuild")
        : Path.of("/tmp/jbuild-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /** Asks all servers how they are. */
  public static List<String> status(Map<String, String> environment) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path socket : files(directory(environment), SOCKETS)) {
      ask(socket, Frame.Type.STATUS, false).ifPresent(all::add);
    }
    return all;
  }

  /** What keeps this user from having servers, for those who ask why there is none. */
  public static Optional<String> lack(Map<String, String> environment) throws IOException {
    Path directory = directory(environment);
    return !Files.exists(directory, LinkOption.NOFOLLOW_LINKS) || isUsable(directory)
        ? Optional.empty()
        : Optional.of(
            directory
                + " is not used: it has to be a directory of this user with mode 0700; remove it,"
                + " or set XDG_RUNTIME_DIR");
  }

  /**
   * Ends all servers as soon as their commands are over, and waits for that. One that is only about
   * to start ends by itself, as its lock is gone.
   */
  public static List<String> stop(Map<String, String> environment) throws IOException {
    Path directory = directory(environment);
    for (Path lock : files(directory, LOCKS)) {
      Files.deleteIfExists(lock);
    }
    List<String> all = new ArrayList<>();
    for (Path socket : files(directory, SOCKETS)) {
      ask(socket, Frame.Type.STOP, true).ifPresent(all::add);
    }
    return all;
  }

  /** Ends those servers of the same place that are of another build. */
  static void stopOthers(Path own) {
    String name = own.getFileName().toString();
    String place = name.substring(0, name.indexOf('-') + 1);
    try {
      for (Path socket : files(own.resolveSibling(""), SOCKETS)) {
        String other = socket.getFileName().toString();
        if (other.startsWith(place) && !other.equals(name)) {
          ask(socket, Frame.Type.STOP, false);
        }
      }
    } catch (IOException e) {
      return; // it ends by itself when it is idle
    }
  }

  /** Whether the lock of a socket, which has the number of its process, is still this one's. */
  static boolean isLocked(Path socket) throws IOException {
    try {
      String holder = Files.readString(socket.resolveSibling(socket.getFileName() + ".lock"));
      return holder.strip().equals(String.valueOf(ProcessHandle.current().pid()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static List<Path> files(Path directory, String names) throws IOException {
    if (!isUsable(directory)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, names)) {
      found.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  private static boolean isUsable(Path directory) throws IOException {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && isOwn(directory);
  }

  private static boolean isOwn(Path directory) throws IOException {
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Map<String, Object> facts =
        Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    return user.equals(facts.get("uid"))
        && facts.get("mode") instanceof Integer mode
        && (mode & MODE) == ONLY_OWNER;
  }

  private static Optional<String> ask(Path socket, Frame.Type question, boolean untilItEnds)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(Frame.bytes(question, new byte[0], 0, 0));
      Frame answer = Frame.read(channel);
      if (answer == null) {
        return Optional.empty();
      }
      while (untilItEnds && Frame.read(channel) != null) {}
      return Optional.of(StandardCharsets.UTF_8.decode(answer.payload()).toString());
    } catch (ConnectException e) {
      Files.deleteIfExists(socket); // of a server that was killed
      return Optional.empty();
    }
  }
}
