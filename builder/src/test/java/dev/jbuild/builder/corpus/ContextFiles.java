package dev.jbuild.builder.corpus;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Makes the files of a case's context. */
final class ContextFiles {
  static final boolean SUPERUSER = "root".equals(System.getProperty("user.name"));

  private ContextFiles() {}

  static void write(Path root, List<Data> entries) throws IOException, InterruptedException {
    for (Data entry : entries) {
      write(root, entry);
    }
    // The mode of a directory may forbid to write into it, so it comes last.
    for (Data entry : entries.reversed()) {
      attributes(root.resolve(entry.text("path", "")), entry);
    }
  }

  private static void write(Path root, Data entry) throws IOException, InterruptedException {
    Path path = root.resolve(entry.text("path", ""));
    Files.createDirectories(path.getParent());
    switch (entry.text("type", "file")) {
      case "dir" -> Files.createDirectories(path);
      case "symlink" -> Files.createSymbolicLink(path, Path.of(entry.text("target", "")));
      case "hardlink" -> Files.createLink(path, root.resolve(entry.text("target", "")));
      case "fifo" -> {
        Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        if (mkfifo.waitFor() != 0) {
          throw new IOException("mkfifo " + path);
        }
      }
      case "socket" -> {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          socket.bind(UnixDomainSocketAddress.of(path));
        }
      }
      default -> Files.write(path, content(entry));
    }
  }

  static byte[] content(Data entry) {
    return entry.has("contentBase64")
        ? Base64.getDecoder().decode(entry.text("contentBase64", ""))
        : entry.text("content", "").getBytes(StandardCharsets.UTF_8);
  }

  private static void attributes(Path path, Data entry) throws IOException {
    String type = entry.text("type", "file");
    if (type.equals("symlink") || type.equals("hardlink")) {
      return;
    }
    for (Map.Entry<String, String> xattr : entry.textMap("xattrs").entrySet()) {
      Files.getFileAttributeView(path, UserDefinedFileAttributeView.class)
          .write(
              xattr.getKey().replaceFirst("^user\\.", ""),
              StandardCharsets.UTF_8.encode(xattr.getValue()));
    }
    boolean owned = entry.number("uid", 0) != 0 || entry.number("gid", 0) != 0;
    if (owned && SUPERUSER) { // nobody else can; and whoever owns it, the context is 0:0
      Files.setAttribute(path, "unix:uid", (int) entry.number("uid", 0));
      Files.setAttribute(path, "unix:gid", (int) entry.number("gid", 0));
    }
    if (entry.has("mode") || type.equals("dir")) {
      int mode = Integer.parseInt(entry.text("mode", "0755"), 8);
      Files.setAttribute(path, "unix:mode", mode);
    }
    if (entry.has("mtime")) {
      Instant mtime = Instant.ofEpochSecond(entry.number("mtime", 0));
      Files.setLastModifiedTime(path, FileTime.from(mtime));
    }
  }
}
