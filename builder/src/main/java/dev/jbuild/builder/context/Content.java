package dev.jbuild.builder.context;

import java.io.IOException;
import java.io.InputStream;

/** The content of a regular file, which can be read any number of times. */
@FunctionalInterface
public interface Content {
  InputStream open() throws IOException;
}
