package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies files into a target by docker's rules: of a directory its contents are copied; a directory
 * that was there keeps its own attributes but not those of the directories in it; a file replaces
 * whatever is no directory.
 */
final class TreeCopy {
  private final Target target;
  private final CopyRules rules;
  private final Excludes excludes;

  /** What is copied together: names of one inode stay so only within it. */
  private Object together = new Object();

  /**
   * @param excludes what is left out, relative to the copied directory
   */
  TreeCopy(Target target, CopyRules rules, Excludes excludes) {
    this.target = target;
    this.rules = rules;
    this.excludes = excludes;
  }

  /**
   * Copies one source word's match.
   *
   * @param path where the match leads, all links followed
   * @param name the last name of the match itself, which a file keeps in a directory
   * @param destination absolute; ends in a slash when it must be a directory
   */
  void copy(ReadableSource source, String path, String name, String destination)
      throws IOException {
    together = new Object();
    SourceEntry entry = source.find(path).orElseThrow(() -> new NoSuchFileException("/" + path));
    boolean directory = entry instanceof SourceEntry.Directory;
    if (!directory && excludes.leavesOut(name)) {
      return;
    }
    String place = place(destination, name, directory);
    copyAll(source, path, place, "", false);
  }

  /**
   * Copies what {@code --parents} selects. Directories that are there keep their attributes.
   *
   * @param view where directories on the way are looked up that {@code source} does not have
   */
  void copyWithParents(
      ReadableSource source,
      SourceView view,
      List<ParentsSelection.Picked> picked,
      String destination)
      throws IOException {
    together = new Object();
    String top = place(destination, "", true);
    for (ParentsSelection.Picked each : picked) {
      String place = SourcePaths.child(top, each.inside());
      if (each.whole()) {
        copyAll(source, each.path(), place, each.inside(), true);
      } else if (!excludes.leavesOut(view, each.path(), each.inside())) {
        Attributes known = view.find(each.path()).orElseThrow().attributes();
        Optional<SourceEntry> read = source.find(each.path());
        directory(
            read.isPresent()
                ? read.get().attributes()
                : known.withMtime(target.now()), // a tree knows no times
            place,
            true);
      }
    }
  }

  /** Copies a file that is nowhere on a disk. */
  void file(String name, Attributes attributes, byte[] content, String destination)
      throws IOException {
    String place = place(destination, name, false);
    refuseDirectory(place);
    target.put(
        new LayerEntry.RegularFile(place, rules.apply(attributes, false), content.length),
        () -> new ByteArrayInputStream(content),
        null);
  }

  /** Where the copy goes; the directories on the way are made. */
  private String place(String destination, String name, boolean directory) throws IOException {
    Attributes implied = rules.implied(target.now());
    int slash = destination.lastIndexOf('/');
    target.makeDirectories(target.resolve(destination.substring(0, slash + 1)), implied);
    String place = target.resolve(destination);
    Optional<LayerEntry> there = target.find(place);
    if (!directory && there.orElse(null) instanceof LayerEntry.Directory) {
      place = SourcePaths.child(place, name);
    }
    boolean created = directory && there.isEmpty();
    target.makeDirectories(created ? place : Target.parent(place), implied);
    return place;
  }

  /**
   * @param inside the path below the directory that the match is, "" for the match itself
   * @param keep whether directories that are there keep their attributes
   */
  private void copyAll(
      ReadableSource source, String path, String place, String inside, boolean keep)
      throws IOException {
    SourceEntry entry = source.find(path).orElseThrow(() -> new NoSuchFileException("/" + path));
    if (excludes.leavesOut(source, path, inside)) {
      return;
    }
    if (entry instanceof SourceEntry.Directory directory) {
      directory(directory.attributes(), place, keep || inside.isEmpty());
      for (String name : source.names(path)) {
        copyAll(
            source,
            SourcePaths.child(path, name),
            SourcePaths.child(place, name),
            SourcePaths.child(inside, name),
            keep);
      }
      return;
    }
    refuseDirectory(place);
    LayerEntry copied = copied(entry, place);
    Object link = entry instanceof SourceEntry.RegularFile file ? file.link() : null;
    Content content = entry instanceof SourceEntry.RegularFile ? () -> source.open(path) : null;
    target.put(copied, content, link(link));
  }

  private @Nullable Object link(@Nullable Object link) {
    return link == null ? null : List.of(together, link);
  }

  private void directory(Attributes attributes, String place, boolean keep) throws IOException {
    Optional<LayerEntry> there = target.find(place);
    if (there.isPresent() && !(there.get() instanceof LayerEntry.Directory)) {
      throw new CopyException("cannot copy to non-directory: /" + place);
    }
    if (there.isEmpty() || !keep) {
      target.put(new LayerEntry.Directory(place, rules.apply(attributes, true)), null, null);
    }
  }

  private void refuseDirectory(String place) throws IOException {
    if (target.find(place).orElse(null) instanceof LayerEntry.Directory) {
      throw new CopyException("cannot replace to directory /" + place + " with file");
    }
  }

  private LayerEntry copied(SourceEntry entry, String place) {
    return switch (entry) {
      case SourceEntry.RegularFile file ->
          new LayerEntry.RegularFile(place, rules.apply(file.attributes(), false), file.size());
      case SourceEntry.Symlink link ->
          new LayerEntry.Symlink(place, rules.owned(link.attributes()), link.target());
      case SourceEntry.Device device ->
          new LayerEntry.Device(
              place,
              rules.apply(device.attributes(), false),
              device.block(),
              device.major(),
              device.minor());
      case SourceEntry.Fifo fifo ->
          new LayerEntry.Fifo(place, rules.apply(fifo.attributes(), false));
      case SourceEntry.Directory directory ->
          new LayerEntry.Directory(place, rules.apply(directory.attributes(), true));
    };
  }
}
