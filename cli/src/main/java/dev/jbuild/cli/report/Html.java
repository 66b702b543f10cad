package dev.jbuild.cli.report;

import dev.jbuild.cli.explain.ScreenSafe;

/** Elements of a page. Whatever comes from a build goes through {@link #text}. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup as it is. */
  Html add(String... markup) {
    for (String each : markup) {
      out.append(each);
    }
    return this;
  }

  /** Adds an element with text in it; {@code tag} may have attributes. */
  Html element(String tag, String text) {
    int end = tag.indexOf(' ');
    String name = end < 0 ? tag : tag.substring(0, end);
    return add("<", tag, ">", text(text), "</", name, ">");
  }

  /** Text that means nothing to a browser, in elements and in quoted attributes. */
  static String text(String text) {
    StringBuilder safe = new StringBuilder();
    ScreenSafe.text(text)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
              }
            });
    return safe.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
