package dev.jbuild.builder.context;

import java.io.IOException;

/**
 * The files of a build context. Safe for threads. All steps of a build see the same files; content
 * that is another when it is read than when it was identified is an error.
 */
public interface BuildContext extends SourceView, ReadableSource, AutoCloseable {

  /** Ends the use of the files. */
  @Override
  void close() throws IOException;
}
