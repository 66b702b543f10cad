package dev.jbuild.builder.ops;

import java.io.IOException;
import java.io.InputStream;

/** The content of a regular file that a layer gets. */
@FunctionalInterface
interface Content {
  InputStream open() throws IOException;
}
