package dev.jbuild.parser.expand;

/**
 * What a word expander leaves as written.
 *
 * @param keepQuotes quotes have their effect but stay in the result
 * @param keepEscapes escape characters have their effect but stay in the result
 * @param plainQuotes quotes are characters like any other
 * @param keepUnset references to variables that are not set stay as written
 */
public record ExpansionOptions(
    boolean keepQuotes, boolean keepEscapes, boolean plainQuotes, boolean keepUnset) {

  public static final ExpansionOptions DEFAULT = new ExpansionOptions(false, false, false, false);

  /** How the content of a COPY or ADD heredoc is expanded: its quotes are plain text. */
  public static final ExpansionOptions HEREDOC = new ExpansionOptions(false, false, true, false);
}
