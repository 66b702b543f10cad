package dev.jbuild.oci.layer;

import java.io.IOException;

/** Gives the entries of a layer, in its own order; may be asked more than once. */
@FunctionalInterface
public interface LayerSource {
  void writeTo(LayerSink sink) throws IOException;
}
