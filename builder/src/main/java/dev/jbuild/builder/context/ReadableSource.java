package dev.jbuild.builder.context;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Files whose content can be read, with paths as in {@link SourceView}. */
public interface ReadableSource {

  /** What is at a path; a link is not followed. */
  Optional<SourceEntry> find(String path) throws IOException;

  /** The names in a directory, sorted by their bytes. */
  List<String> names(String directory) throws IOException;

  /** The content of a regular file. */
  InputStream open(String path) throws IOException;
}
