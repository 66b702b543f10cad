package dev.jbuild.builder.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies directories as git checks them out with umask 002, which is how the golden results were
 * made: 0664, or 0775 for programs and directories.
 */
final class CheckedOut {
  private static final int LONGEST_LINK = 200;

  private CheckedOut() {}

  /**
   * @param top the root of what was checked out, which no link leaves
   */
  static void copy(Path top, Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file).toString());
      String target = linkTarget(top, file);
      if (target != null) {
        Files.createSymbolicLink(copy, Path.of(target));
        continue;
      }
      boolean directory = Files.isDirectory(file);
      if (directory) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      int mode = directory || Files.isExecutable(file) ? 0775 : 0664;
      Files.setAttribute(copy, "unix:mode", mode);
    }
  }

  /**
   * Where a link leads. Git without {@code core.symlinks} writes a file whose content is the
   * target: the path of another file, without a line end.
   */
  private static @Nullable String linkTarget(Path top, Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return Files.readSymbolicLink(file).toString();
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > LONGEST_LINK
        || Files.size(file) == 0) {
      return null;
    }
    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    if (!content.matches("[!-~]+")) {
      return null;
    }
    Path target = file.resolveSibling(content).normalize();
    boolean another = target.startsWith(top) && !target.equals(file) && Files.exists(target);
    return another ? content : null;
  }
}
