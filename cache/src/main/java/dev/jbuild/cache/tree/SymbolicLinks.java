package dev.jbuild.cache.tree;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells where the symbolic links of a file system lead, which need not be on a disk. */
@FunctionalInterface
public interface SymbolicLinks {

  /** More than any file system needs; a loop ends here. */
  int MOST = 255;

  /** The target of the link at a path, or null when there is none. */
  @Nullable String target(String path) throws IOException;

  /**
   * Where {@code path} leads when every link on it, also the last, is followed; an absolute link
   * starts at the root and {@code ..} ends there. {@code path} may have {@code .}, {@code ..} and
   * extra slashes. What does not exist is kept as it is.
   *
   * @throws FileSystemLoopException after 255 links
   */
  default String resolve(String path) throws IOException {
    Deque<String> rest = new ArrayDeque<>(List.of(path.split("/", -1)));
    Deque<String> done = new ArrayDeque<>();
    int followed = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        done.pollLast();
        continue;
      }
      done.addLast(name);
      String target = target(String.join("/", done));
      if (target != null) {
        if (++followed > MOST) {
          throw new FileSystemLoopException(path);
        }
        done.removeLast();
        if (target.startsWith("/")) {
          done.clear();
        }
        List.of(target.split("/", -1)).reversed().forEach(rest::addFirst);
      }
    }
    return String.join("/", done);
  }
}
