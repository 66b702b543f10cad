package dev.jbuild.parser.expand;

import dev.jbuild.parser.text.Quoted;
import java.util.List;

/**
 * Expands words: {@code $x}, {@code ${x}}, {@code ${x:-word}}, {@code :+ :? - + ? # ## % %% / //},
 * single and double quotes, and the escape character of the file. Immutable.
 *
 * @see <a
 *     href="https://docs.docker.com/reference/dockerfile/#environment-replacement">reference</a>
 */
public final class WordExpander {
  private final char escape;
  private final ExpansionOptions options;

  /**
   * @param escape the escape character of the file
   */
  public WordExpander(char escape) {
    this(escape, ExpansionOptions.DEFAULT);
  }

  public WordExpander(char escape, ExpansionOptions options) {
    this.escape = escape;
    this.options = options;
  }

  /** The word as one string. */
  public String expand(String word, Variables variables) throws ExpansionException {
    return process(word, variables).text();
  }

  /** The word split at unquoted blanks, also at those that come out of unquoted variables. */
  public List<String> expandWords(String word, Variables variables) throws ExpansionException {
    return process(word, variables).words();
  }

  /** Both results, and which variables took part. */
  public Expansion process(String word, Variables variables) throws ExpansionException {
    try {
      return new WordScanner(word, variables, escape, options).scan();
    } catch (ExpansionException e) {
      throw new ExpansionException(
          "failed to process " + Quoted.quote(word) + ": " + e.getMessage(), e);
    }
  }
}
