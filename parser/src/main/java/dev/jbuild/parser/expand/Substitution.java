package dev.jbuild.parser.expand;

import org.jspecify.annotations.Nullable;

/** The part of a word that starts with a dollar. */
final class Substitution {
  private static final int END = -1;

  private final WordScanner in;

  Substitution(WordScanner in) {
    this.in = in;
  }

  String scan() throws ExpansionException {
    in.next();
    if (in.peek() == '{') {
      in.next();
      return scanBraces();
    }
    String name = scanName();
    if (name.isEmpty()) {
      return "$";
    }
    String value = in.lookUp(name);
    return value == null ? (in.keepsUnset() ? "$" + name : "") : value;
  }

  private String scanBraces() throws ExpansionException {
    switch (in.peek()) {
      case END -> throw new ExpansionException("syntax error: missing '}'");
      case '{', '}', ':' -> throw new ExpansionException("syntax error: bad substitution");
      default -> {}
    }
    String name = scanName();
    int modifier = in.next();
    return switch (modifier) {
      case '}' -> {
        String value = in.lookUp(name);
        yield value == null ? (in.keepsUnset() ? "${" + name + "}" : "") : value;
      }
      case ':' -> {
        int second = in.next();
        yield scanModifier(name, second, ":" + print(second), true);
      }
      case '+', '-', '?', '#', '%' -> scanModifier(name, modifier, print(modifier), false);
      case '/' -> scanReplacement(name);
      default -> throw unsupported(print(modifier));
    };
  }

  private String scanModifier(String name, int modifier, String written, boolean emptyIsUnset)
      throws ExpansionException {
    boolean pattern = modifier == '#' || modifier == '%';
    String word = scanPart('}', pattern, "syntax error: missing '}'");
    String value = in.lookUp(name);
    if (value == null && in.keepsUnset()) {
      return "${" + name + written + word + "}";
    }
    boolean absent = value == null || (emptyIsUnset && value.isEmpty());
    return switch (modifier) {
      case '-' -> absent ? word : orEmpty(value);
      case '+' -> absent ? "" : word;
      case '?' -> {
        if (absent) {
          throw new ExpansionException(name + ": " + complaint(value, word));
        }
        yield orEmpty(value);
      }
      case '#', '%' -> {
        if (emptyIsUnset) {
          throw unsupported(written);
        }
        yield trim(modifier, word, orEmpty(value));
      }
      default -> throw unsupported(written);
    };
  }

  private static String complaint(@Nullable String value, String message) {
    if (!message.isEmpty()) {
      return message;
    }
    return value == null ? "is not allowed to be unset" : "is not allowed to be empty";
  }

  private static String trim(int modifier, String word, String value) throws ExpansionException {
    boolean longest = !word.isEmpty() && word.charAt(0) == modifier;
    ShellPattern pattern = ShellPattern.parse(longest ? word.substring(1) : word);
    return modifier == '#'
        ? pattern.trimPrefix(value, longest)
        : pattern.trimSuffix(value, longest);
  }

  private String scanReplacement(String name) throws ExpansionException {
    boolean all = in.peek() == '/';
    if (all) {
      in.next();
    }
    String pattern = scanPart('/', true, "syntax error: missing '/' in ${}");
    String replacement = scanPart('}', true, "syntax error: missing '}'");
    String value = in.lookUp(name);
    if (value == null && in.keepsUnset()) {
      return "${" + name + "/" + pattern + "/" + replacement + "}";
    }
    return ShellPattern.parse(pattern).replace(orEmpty(value), replacement, all);
  }

  private String scanPart(int stop, boolean keepEscapes, String complaint)
      throws ExpansionException {
    try {
      return in.scanNested(stop, keepEscapes);
    } catch (ExpansionException e) {
      if (in.peek() == END) {
        throw new ExpansionException(complaint, e);
      }
      throw e;
    }
  }

  /** Letters, digits and underscores; only digits if it starts with one; or a special parameter. */
  private String scanName() {
    var name = new StringBuilder();
    int first = in.peek();
    if (Character.isDigit(first)) {
      while (Character.isDigit(in.peek())) {
        name.appendCodePoint(in.next());
      }
    } else if (first != END && "@*#?-$!".indexOf(first) >= 0) {
      name.appendCodePoint(in.next());
    } else {
      while (Character.isLetterOrDigit(in.peek()) || in.peek() == '_') {
        name.appendCodePoint(in.next());
      }
    }
    return name.toString();
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String print(int character) {
    return character == END ? "\ufffd" : Character.toString(character);
  }

  private static ExpansionException unsupported(String modifier) {
    return new ExpansionException("unsupported modifier (" + modifier + ") in substitution");
  }
}
