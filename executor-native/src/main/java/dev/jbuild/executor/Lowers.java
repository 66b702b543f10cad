package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The layer directories under a merged view, base first. */
final class Lowers {
  private Lowers() {}

  /**
   * Overlayfs does not take a directory twice. A layer that is there more than once (two steps that
   * change nothing) counts only at its last place, where it hides its earlier ones.
   */
  static List<Path> distinct(List<Path> lowers) {
    List<Path> topFirst =
        lowers.reversed().stream().map(path -> path.toAbsolutePath().normalize()).toList();
    return new ArrayList<>(new LinkedHashSet<>(topFirst)).reversed();
  }
}
