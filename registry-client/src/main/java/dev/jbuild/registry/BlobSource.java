package dev.jbuild.registry;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of a blob to push come from; opened anew for every attempt. */
@FunctionalInterface
public interface BlobSource {

  /** Opens the blob at its first byte; the caller closes the stream. */
  InputStream open() throws IOException;
}
