package dev.jbuild.cli.template;

import dev.jbuild.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into text and actions, and actions into words. */
final class Lexer {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<string>\"(?:[^\"\\\\\n]|\\\\.)*\"|`[^`]*`)"
              + "|(?<number>[-+]?[0-9][0-9_]*(?:\\.[0-9]+)?)"
              + "|(?<field>\\.[\\p{L}_][\\p{L}\\p{Nd}_]*)"
              + "|(?<variable>\\$[\\p{L}\\p{Nd}_]*)"
              + "|(?<word>[\\p{L}_][\\p{L}\\p{Nd}_]*)"
              + "|(?<sign>:=|[=|(),.])");
  private static final Pattern BLANKS = Pattern.compile("\\s*");

  private final String text;

  Lexer(String text) {
    this.text = text;
  }

  List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    boolean trim = false;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
      boolean trimsBefore = text.startsWith("- ", open + 2);
      int begin = open + (trimsBefore ? 3 : 2);
      int close = close(begin);
      plain(pieces, text.substring(at, open), trim, trimsBefore);
      trim = text.substring(begin, close).endsWith(" -");
      String inner = text.substring(begin, trim ? close - 1 : close).strip();
      if (!inner.startsWith("/*")) {
        pieces.add(new Piece.Action(tokens(inner), inner));
      }
      at = close + 2;
    }
    plain(pieces, text.substring(at), trim, false);
    return pieces;
  }

  private static void plain(List<Piece> pieces, String text, boolean start, boolean end) {
    String left = start ? text.stripLeading() : text;
    String kept = end ? left.stripTrailing() : left;
    if (!kept.isEmpty()) {
      pieces.add(new Piece.Plain(kept.replace("\\t", "\t").replace("\\n", "\n")));
    }
  }

  /** Where the action ends: at braces that are in no string and no comment. */
  private int close(int begin) {
    if (text.substring(begin).stripLeading().startsWith("/*")) {
      int end = text.indexOf("}}", Math.max(begin, text.indexOf("*/", begin)));
      return end < 0 || text.indexOf("*/", begin) < 0 ? unclosed(begin) : end;
    }
    char quote = 0;
    for (int at = begin; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote == 0 && text.startsWith("}}", at)) {
        return at;
      } else if (quote == '"' && c == '\\') {
        at++;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '`')) {
        quote = c;
      }
    }
    return unclosed(begin);
  }

  private int unclosed(int begin) {
    throw new IllegalArgumentException("{{" + text.substring(begin) + " is not closed with }}");
  }

  private static List<Token> tokens(String action) {
    List<Token> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(action);
    Matcher blanks = BLANKS.matcher(action);
    for (int at = 0; at < action.length(); at = token.end()) {
      int begin = blanks.region(at, action.length()).lookingAt() ? blanks.end() : at;
      if (!token.region(begin, action.length()).lookingAt()) {
        throw new IllegalArgumentException(
            "{{" + action + "}}: " + action.substring(begin) + " is not understood");
      }
      tokens.add(token(token, begin > at || at == 0));
    }
    return tokens;
  }

  private static Token token(Matcher found, boolean spaced) {
    for (Kind kind : Kind.values()) {
      String text = found.group(kind.name().toLowerCase(Locale.ROOT));
      if (text != null) {
        return new Token(kind, kind == Kind.FIELD ? text.substring(1) : text, spaced);
      }
    }
    throw new IllegalStateException("a token of no kind: " + found.group());
  }
}
