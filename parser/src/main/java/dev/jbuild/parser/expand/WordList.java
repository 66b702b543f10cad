package dev.jbuild.parser.expand;

import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;

/** Collects characters into words. */
final class WordList {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  /** A character that ends the word if it is a blank. */
  void add(int character) {
    if (!WhiteSpace.isSpace(character)) {
      addRaw(character);
    } else {
      endWord();
    }
  }

  void addAll(String text) {
    text.codePoints().forEach(this::add);
  }

  /** A character that is part of the word, blank or not. */
  void addRaw(int character) {
    word.appendCodePoint(character);
  }

  void addRaw(String text) {
    word.append(text);
  }

  List<String> finish() {
    endWord();
    return words;
  }

  private void endWord() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
