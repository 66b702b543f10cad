package dev.jbuild.parser.advice;

import java.util.ArrayList;
import java.util.List;

/**
 * The simple commands of a POSIX shell script, each as its words without quotes. Read only as far
 * as the rules need it: control words are words like any other, and substitutions stay as they are.
 */
final class ShellCommands {
  private static final String ENDS = ";&|\n(){}";

  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int position;

  private ShellCommands(String text) {
    this.text = text;
  }

  static List<List<String>> of(String script) {
    return new ShellCommands(script).read();
  }

  private List<List<String>> read() {
    while (position < text.length()) {
      char c = text.charAt(position++);
      switch (c) {
        case '\'' -> readQuoted(c, false);
        case '"' -> readQuoted(c, true);
        case '\\' -> readEscaped();
        case '$' -> readSubstitution();
        case '#' -> readHash();
        case ' ', '\t', '\r' -> endWord();
        default -> readPlain(c);
      }
    }
    endCommand();
    return commands;
  }

  private void readPlain(char c) {
    if (ENDS.indexOf(c) >= 0) {
      endCommand();
    } else {
      add(c);
    }
  }

  private void readQuoted(char quote, boolean escapes) {
    inWord = true;
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == quote) {
        return;
      }
      if (escapes && c == '\\' && position < text.length()) {
        c = text.charAt(position++);
      }
      word.append(c);
    }
  }

  private void readEscaped() {
    if (position < text.length()) {
      char c = text.charAt(position++);
      if (c != '\n') {
        add(c);
      }
    }
  }

  /** Braces and brackets of a substitution do not end the command. */
  private void readSubstitution() {
    add('$');
    if (position == text.length()) {
      return;
    }
    char open = text.charAt(position);
    char close = open == '{' ? '}' : open == '(' ? ')' : '\0';
    if (close == '\0') {
      return;
    }
    int depth = 0;
    while (position < text.length()) {
      char c = text.charAt(position++);
      add(c);
      depth += c == open ? 1 : c == close ? -1 : 0;
      if (depth == 0) {
        return;
      }
    }
  }

  private void readHash() {
    if (inWord) {
      add('#');
      return;
    }
    int end = text.indexOf('\n', position);
    position = end < 0 ? text.length() : end;
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
      words = new ArrayList<>();
    }
  }
}
