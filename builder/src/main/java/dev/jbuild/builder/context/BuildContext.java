package dev.jbuild.builder.context;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The files of a build context. Safe for threads. All steps of a build see the same files; content
 * that is another when it is read than when it was identified is an error.
 */
public interface BuildContext extends SourceView, ReadableSource, AutoCloseable {

  /**
   * The latest time of change of its files; empty for a directory, where that says when a file was
   * checked out or touched, and for no files.
   */
  Optional<Instant> newest();

  /** What exactly it was, if it comes from elsewhere: a commit, or a file of a web server. */
  default Optional<Revision> revision() {
    return Optional.empty();
  }

  /** Ends the use of the files. */
  @Override
  void close() throws IOException;
}
