package dev.jbuild.parser.expand;

import dev.jbuild.parser.text.WhiteSpace;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over one word. */
final class WordScanner {
  private static final int END = -1;

  /** Deeper nesting of {@code ${a:-${b:-...}}} is refused, so that the stack cannot overflow. */
  private static final int DEEPEST = 200;

  private final String source;
  private final Variables variables;
  private final int escape;
  private final ExpansionOptions options;
  private final Set<String> matched = new LinkedHashSet<>();
  private final Set<String> unmatched = new LinkedHashSet<>();
  private int position;
  private int depth;
  private boolean keepEscapes;

  WordScanner(String source, Variables variables, char escape, ExpansionOptions options) {
    this.source = source;
    this.variables = variables;
    this.escape = escape;
    this.options = options;
    this.keepEscapes = options.keepEscapes();
  }

  Expansion scan() throws ExpansionException {
    var words = new WordList();
    String text = scanTo(END, words);
    return new Expansion(text, words.finish(), matched, unmatched);
  }

  int peek() {
    return position < source.length() ? source.codePointAt(position) : END;
  }

  int next() {
    int character = peek();
    if (character != END) {
      position += Character.charCount(character);
    }
    return character;
  }

  /** Scans a nested part up to its closing character, which is consumed. */
  String scanNested(int stop, boolean withEscapes) throws ExpansionException {
    boolean outer = keepEscapes;
    keepEscapes = withEscapes;
    if (++depth > DEEPEST) {
      throw new ExpansionException("substitutions are nested more than " + DEEPEST + " deep");
    }
    try {
      return scanTo(stop, new WordList());
    } finally {
      depth--;
      keepEscapes = outer;
    }
  }

  private String scanTo(int stop, WordList words) throws ExpansionException {
    var text = new StringBuilder();
    while (peek() != END) {
      int character = peek();
      if (character == stop) {
        next();
        return text.toString();
      }
      if (character == '$') {
        String value = new Substitution(this).scan();
        text.append(value);
        words.addAll(value);
      } else if (isQuote(character) || character == '<') {
        String part = scanSpecial(character);
        text.append(part);
        words.addRaw(part);
      } else {
        scanPlain(text, words);
      }
    }
    if (stop != END) {
      throw new ExpansionException(
          "unexpected end of statement while looking for matching " + Character.toString(stop));
    }
    return text.toString();
  }

  private boolean isQuote(int character) {
    return !options.plainQuotes() && (character == '\'' || character == '"');
  }

  private String scanSpecial(int character) throws ExpansionException {
    return switch (character) {
      case '\'' -> scanSingleQuotes();
      case '"' -> scanDoubleQuotes();
      default -> scanHeredocMark();
    };
  }

  private void scanPlain(StringBuilder text, WordList words) {
    int character = next();
    if (character != escape) {
      words.add(character);
      text.appendCodePoint(character);
      return;
    }
    if (keepEscapes) {
      words.addRaw(character);
      text.appendCodePoint(character);
    }
    int escaped = next();
    if (escaped != END) {
      words.addRaw(escaped);
      text.appendCodePoint(escaped);
    }
  }

  private String scanSingleQuotes() throws ExpansionException {
    int end = source.indexOf('\'', position + 1);
    if (end < 0) {
      position = source.length();
      throw new ExpansionException(
          "unexpected end of statement while looking for matching single-quote");
    }
    String quoted = source.substring(position, end + 1);
    position = end + 1;
    return options.keepQuotes() ? quoted : quoted.substring(1, quoted.length() - 1);
  }

  private String scanDoubleQuotes() throws ExpansionException {
    var text = new StringBuilder();
    next();
    while (peek() != '"') {
      switch (peek()) {
        case END ->
            throw new ExpansionException(
                "unexpected end of statement while looking for matching double-quote");
        case '$' -> text.append(new Substitution(this).scan());
        default -> scanInDoubleQuotes(text);
      }
    }
    next();
    return options.keepQuotes() ? "\"" + text + "\"" : text.toString();
  }

  /** Inside double quotes only the quote, the dollar and the escape itself can be escaped. */
  private void scanInDoubleQuotes(StringBuilder text) {
    int character = next();
    if (character == escape) {
      if (keepEscapes) {
        text.appendCodePoint(character);
      }
      int escaped = peek();
      if (escaped == END) {
        return;
      }
      if (escaped == '"' || escaped == '$' || escaped == escape) {
        character = next();
      }
    }
    text.appendCodePoint(character);
  }

  /** Blanks after {@code <<} belong to the word, so that {@code << EOF} is one. */
  private String scanHeredocMark() {
    int start = position;
    next();
    if (peek() == '<') {
      next();
      while (WhiteSpace.isSpace(peek())) {
        next();
      }
    }
    return source.substring(start, position);
  }

  @Nullable String lookUp(String name) {
    String value = variables.get(name);
    (value == null ? unmatched : matched).add(name);
    return value;
  }

  boolean keepsUnset() {
    return options.keepUnset();
  }
}
