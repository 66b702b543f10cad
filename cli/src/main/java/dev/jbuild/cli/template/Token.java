package dev.jbuild.cli.template;

/** A word of an action; {@code spaced} when a blank is before it, which ends a chain of fields. */
record Token(Kind kind, String text, boolean spaced) {
  enum Kind {
    WORD,
    FIELD,
    VARIABLE,
    STRING,
    NUMBER,
    SIGN
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
