package dev.jbuild.builder.image;

import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The disk of images whose layers are all blobs: to ask for it is a mistake. */
final class NoDisk implements LayerDisk {
  @Override
  public void unpack(Path directory, LayerSource source) {
    throw new AssertionError("unpack " + directory);
  }

  @Override
  public void diff(Path upper, LayerSink sink) {
    throw new AssertionError("diff " + upper);
  }

  @Override
  public void read(List<Path> lowers, String path, LayerSink sink) {
    throw new AssertionError("read " + lowers);
  }

  @Override
  public void rename(Path from, Path to) {
    throw new AssertionError("rename " + from);
  }

  @Override
  public void remove(Path directory) {
    throw new AssertionError("remove " + directory);
  }

  @Override
  public void makeDirectory(Path directory) {
    throw new AssertionError("make " + directory);
  }

  @Override
  public void clampTimes(Path directory, Instant latest) {
    throw new AssertionError("clamp " + directory);
  }
}
