package dev.jbuild.oci.layer;

import java.io.IOException;
import java.io.InputStream;

/** Takes the entries of a layer one by one. */
@FunctionalInterface
public interface LayerSink {

  /**
   * Takes the next entry.
   *
   * @param content exactly {@code size} bytes for a {@link LayerEntry.RegularFile}, else nothing;
   *     the caller closes it
   */
  void add(LayerEntry entry, InputStream content) throws IOException;
}
