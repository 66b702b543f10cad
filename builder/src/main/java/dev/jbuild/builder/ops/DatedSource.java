package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files that all were changed at one time. The times of a checkout, or of the files of another
 * stage, are no part of what makes a copy the same; for an image that is to be the same everywhere
 * they must make no difference.
 */
record DatedSource(ReadableSource files, Instant time) implements ReadableSource {

  @Override
  public Optional<SourceEntry> find(String path) throws IOException {
    return files.find(path).map(this::dated);
  }

  private SourceEntry dated(SourceEntry entry) {
    return switch (entry) {
      case SourceEntry.Directory it -> new SourceEntry.Directory(it.attributes().withMtime(time));
      case SourceEntry.RegularFile it ->
          new SourceEntry.RegularFile(it.attributes().withMtime(time), it.size(), it.link());
      case SourceEntry.Symlink it ->
          new SourceEntry.Symlink(it.attributes().withMtime(time), it.target());
      case SourceEntry.Device it ->
          new SourceEntry.Device(
              it.attributes().withMtime(time), it.block(), it.major(), it.minor());
      case SourceEntry.Fifo it -> new SourceEntry.Fifo(it.attributes().withMtime(time));
    };
  }

  @Override
  public List<String> names(String directory) throws IOException {
    return files.names(directory);
  }

  @Override
  public InputStream open(String path) throws IOException {
    return files.open(path);
  }
}
