package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.Spool;
import dev.jbuild.cache.layer.Compression;
import dev.jbuild.cache.layer.TarException;
import dev.jbuild.cache.layer.TarReader;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.zip.ZipException;

/** Unpacks the tar archives that ADD finds, by what they hold and not by their names. */
final class Archives {
  private static final int TAR_BLOCK = 512;
  private static final int IMPLIED_MODE = 0755;

  private final Target target;
  private final CopyRules rules;
  private final Spool spool;
  private final StateFiles base;

  Archives(Target target, CopyRules rules, Spool spool, StateFiles base) {
    this.target = target;
    this.rules = rules;
    this.spool = spool;
    this.base = base;
  }

  /** Whether it is a tar, plain or compressed. What cannot be decompressed is none. */
  static boolean isArchive(Content file) throws IOException {
    try (InputStream raw = file.open()) {
      return beginsAsTar(raw);
    }
  }

  private static boolean beginsAsTar(InputStream raw) {
    try (InputStream in = Compression.decompress(raw)) {
      byte[] start = in.readNBytes(TAR_BLOCK);
      return start.length == TAR_BLOCK && TarReader.isTar(start);
    } catch (IOException e) {
      return false;
    }
  }

  /** Unpacks an archive into the directory {@code destination}, which is made if missing. */
  void unpack(String name, Content file, String destination) throws IOException {
    String root = target.resolve(destination);
    target.makeDirectories(root, rules.owned(implied()));
    try (InputStream raw = file.open();
        InputStream in = Compression.decompress(raw)) {
      TarReader.ofArchive(in).writeTo((entry, content) -> add(root, entry, content));
    } catch (TarException | ZipException | EOFException e) {
      throw new CopyException("unpack " + name + ": " + e.getMessage(), e);
    }
  }

  private void add(String root, LayerEntry entry, InputStream content) throws IOException {
    String path = place(root, entry.path());
    target.makeDirectories(Target.parent(path), implied());
    switch (entry) {
      case LayerEntry.Directory directory -> {
        if (!path.isEmpty()) {
          target.put(
              new LayerEntry.Directory(path, attributes(directory.attributes())), null, null);
        }
      }
      case LayerEntry.RegularFile regular ->
          target.put(
              new LayerEntry.RegularFile(path, attributes(regular.attributes()), regular.size()),
              spool.keep(content),
              null);
      case LayerEntry.Symlink link ->
          target.put(
              new LayerEntry.Symlink(path, attributes(link.attributes()), link.target()),
              null,
              null);
      case LayerEntry.Device device ->
          target.put(
              new LayerEntry.Device(
                  path,
                  attributes(device.attributes()),
                  device.block(),
                  device.major(),
                  device.minor()),
              null,
              null);
      case LayerEntry.Fifo fifo ->
          target.put(new LayerEntry.Fifo(path, attributes(fifo.attributes())), null, null);
      case LayerEntry.HardLink link ->
          target.link(path, place(root, link.target()), file -> base.find(file, spool));
      case LayerEntry.Whiteout whiteout -> throw notAnArchive(path);
      case LayerEntry.Opaque opaque -> throw notAnArchive(path);
    }
  }

  /** Neither flag reaches the directories that an archive only implies. */
  private Attributes implied() {
    return Attributes.of(IMPLIED_MODE, 0, 0, target.now());
  }

  private static CopyException notAnArchive(String path) {
    return new CopyException("an archive of files has no whiteouts: /" + path);
  }

  private Attributes attributes(Attributes original) {
    return rules.owned(original).withMtime(original.mtime().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Links on the way are followed, with the destination as their root; the last name is not. */
  private String place(String root, String path) throws IOException {
    if (path.isEmpty()) {
      return root;
    }
    String parent = target.resolveBelow(root, Target.parent(path));
    String name = path.substring(path.lastIndexOf('/') + 1);
    String place = parent.isEmpty() ? name : parent + "/" + name;
    Optional<LayerEntry> there = target.find(parent);
    if (there.isPresent() && !(there.get() instanceof LayerEntry.Directory)) {
      throw new CopyException(
          "the archive puts " + path + " into /" + parent + ", which is a file");
    }
    return place;
  }
}
