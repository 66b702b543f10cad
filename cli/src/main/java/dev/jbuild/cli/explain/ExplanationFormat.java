package dev.jbuild.cli.explain;

import dev.jbuild.builder.explain.Explanation;
import java.util.Locale;

/** The forms of an explanation. */
public enum ExplanationFormat {
  /** For people. */
  TEXT,
  JSON;

  /**
   * The text of an explanation without a newline at its end.
   *
   * @param all whether to name all changed files; otherwise the first ones, and how many more
   */
  public String write(Explanation explanation, boolean all) {
    return switch (this) {
      case TEXT -> ExplanationText.of(explanation, all);
      case JSON -> ExplanationJson.of(explanation);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
