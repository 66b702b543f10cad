package dev.jbuild.parser.corpus;

import org.jspecify.annotations.Nullable;

/**
 * One case of the corpus.
 *
 * @param skipped why it is not run, null if it is
 */
public record CorpusCase(String name, Check check, @Nullable String skipped) {

  /** Passes unless it throws. */
  @FunctionalInterface
  public interface Check {
    void run() throws Exception;
  }

  public CorpusCase(String name, Check check) {
    this(name, check, null);
  }

  public static CorpusCase skipped(String name, String reason) {
    return new CorpusCase(name, () -> {}, reason);
  }
}
