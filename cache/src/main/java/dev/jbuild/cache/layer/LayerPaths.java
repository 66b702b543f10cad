package dev.jbuild.cache.layer;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settles what a foreign layer leaves open, so that the tree and the directory made of it agree: a
 * path through a symbolic link of the same layer is followed inside the root, and a directory that
 * the layer has beside a whiteout of the same name is made opaque instead (a whiteout is for the
 * layers below only, image-spec, layer.md).
 */
final class LayerPaths implements LayerSink {
  private static final int MAX_LINKS = 255;
  private static final InputStream NO_CONTENT = InputStream.nullInputStream();

  private final LayerSink sink;
  private final Map<String, String> links = new HashMap<>();
  private final Set<String> directories = new HashSet<>();
  private final Set<String> stated = new HashSet<>();
  private final Set<String> others = new HashSet<>();
  private final Set<String> hidden = new HashSet<>();
  private String lastParent = "";
  private String lastSettled = "";

  LayerPaths(LayerSink sink) {
    this.sink = sink;
  }

  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    String path = entry instanceof LayerEntry.Opaque ? follow(entry.path()) : settle(entry.path());
    switch (entry) {
      case LayerEntry.Directory it -> {
        replace(path, true);
        stated.add(path);
        sink.add(new LayerEntry.Directory(path, it.attributes()), NO_CONTENT);
        if (hidden.remove(path)) {
          sink.add(new LayerEntry.Opaque(path), NO_CONTENT);
        }
      }
      case LayerEntry.RegularFile it -> {
        replace(path, false);
        sink.add(new LayerEntry.RegularFile(path, it.attributes(), it.size()), content);
      }
      case LayerEntry.Symlink it -> {
        replace(path, false);
        links.put(path, it.target());
        forget();
        sink.add(new LayerEntry.Symlink(path, it.attributes(), it.target()), NO_CONTENT);
      }
      case LayerEntry.HardLink it -> {
        String target = settle(it.target());
        if (!target.equals(path)) {
          replace(path, false);
          sink.add(new LayerEntry.HardLink(path, target), NO_CONTENT);
        }
      }
      case LayerEntry.Device it -> {
        replace(path, false);
        sink.add(
            new LayerEntry.Device(path, it.attributes(), it.block(), it.major(), it.minor()),
            NO_CONTENT);
      }
      case LayerEntry.Fifo it -> {
        replace(path, false);
        sink.add(new LayerEntry.Fifo(path, it.attributes()), NO_CONTENT);
      }
      case LayerEntry.Whiteout it -> whiteout(path);
      case LayerEntry.Opaque it -> {
        if (!path.isEmpty() && !stated.contains(path)) {
          state(path); // a mark needs something to be on
        }
        sink.add(new LayerEntry.Opaque(path), NO_CONTENT);
      }
    }
  }

  private void whiteout(String path) throws IOException {
    if (directories.contains(path)) {
      add(new LayerEntry.Opaque(path), NO_CONTENT);
    } else if (!others.contains(path) && hidden.add(path)) {
      forget();
      sink.add(new LayerEntry.Whiteout(path), NO_CONTENT);
    }
  }

  /** Notes that {@code path} is of this kind from now on. */
  private void replace(String path, boolean directory) {
    if (directory ? others.remove(path) : directories.remove(path)) {
      String below = path + "/";
      links.keySet().removeIf(link -> link.equals(path) || link.startsWith(below));
      others.removeIf(other -> other.startsWith(below));
      directories.removeIf(other -> other.startsWith(below));
      stated.removeIf(other -> other.equals(path) || other.startsWith(below));
      hidden.removeIf(other -> other.startsWith(below));
      forget();
    } else if (links.remove(path) != null) {
      forget();
    }
    (directory ? directories : others).add(path);
    if (!directory) {
      hidden.remove(path);
    }
  }

  private void forget() {
    lastParent = "";
    lastSettled = "";
  }

  /** Follows the links on the way to {@code path}, not the last name. */
  private String settle(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return path;
    }
    String parent = path.substring(0, slash);
    if (!parent.equals(lastParent)) {
      lastSettled = follow(parent);
      lastParent = parent;
    }
    String name = path.substring(slash + 1);
    return lastSettled.isEmpty() ? name : lastSettled + "/" + name;
  }

  private String follow(String parent) throws IOException {
    Deque<String> rest = new ArrayDeque<>(List.of(parent.split("/", -1)));
    String done = "";
    int followed = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
        continue;
      }
      String next = done.isEmpty() ? name : done + "/" + name;
      String target = links.get(next);
      if (target == null) {
        done = next;
        implied(done);
      } else {
        if (++followed > MAX_LINKS) {
          throw new TarException(
              "tar entry below \"" + parent + "\": leads through too many symbolic links");
        }
        done = target.startsWith("/") ? "" : done;
        List.of(target.split("/", -1)).reversed().forEach(rest::addFirst);
      }
    }
    return done;
  }

  /** A directory that is only known from a path, in the place of something else or of nothing. */
  private void implied(String path) throws IOException {
    if (hidden.contains(path) || others.contains(path)) {
      state(path);
    } else {
      directories.add(path);
    }
  }

  private void state(String path) throws IOException {
    add(new LayerEntry.Directory(path, Attributes.of(0755, 0, 0, Instant.EPOCH)), NO_CONTENT);
  }
}
