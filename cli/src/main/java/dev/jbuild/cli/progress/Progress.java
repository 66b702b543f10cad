package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildListener;

/** A display of what a build does, on standard error. */
public sealed interface Progress extends BuildListener, AutoCloseable
    permits PlainProgress, TerminalProgress, RawJsonProgress, QuietProgress {

  /** Shows a line of text of its own, after everything so far. */
  void note(String text);

  /** Ends the display; what it showed as under way is gone. */
  @Override
  void close();
}
