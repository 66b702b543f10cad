package dev.jbuild.parser.value;

import java.util.ArrayList;
import java.util.List;

/** Reads the symbolic notation of chmod: {@code [ugoa...][-+=][rwxXstugo...],...}. */
final class ModeText {
  private static final int SET_ID = 06000;
  private static final int STICKY = 01000;
  private static final int NO_STICKY = 06777;

  private final String text;
  private final List<ModeChange> changes = new ArrayList<>();
  private int at;

  ModeText(String text) {
    this.text = text;
  }

  /** All changes in order, or none if anything is wrong. */
  List<ModeChange> changes() {
    do {
      int who = who();
      do {
        if (!isOneOf("+-=")) {
          return List.of();
        }
        act(who, text.charAt(at++));
      } while (at < text.length() && text.charAt(at) != ',');
    } while (at++ < text.length());
    return changes;
  }

  private boolean isOneOf(String letters) {
    return at < text.length() && letters.indexOf(text.charAt(at)) >= 0;
  }

  private int who() {
    int who = 0;
    while (isOneOf("augo")) {
      who |=
          switch (text.charAt(at++)) {
            case 'u' -> 04700;
            case 'g' -> 02070;
            case 'o' -> 0007;
            default -> NO_STICKY;
          };
    }
    return who;
  }

  /** One operator and its letters; a copied class takes effect where it stands among them. */
  private void act(int classes, char operator) {
    boolean special = classes == 0 || (classes & ~0007) != 0;
    int who = classes;
    int bits = 0;
    boolean clear = operator == '=';
    boolean execute = false;
    while (isOneOf("rwxXstugo")) {
      char letter = text.charAt(at++);
      switch (letter) {
        case 'r' -> bits |= 0444;
        case 'w' -> bits |= 0222;
        case 'x' -> bits |= 0111;
        case 'X' -> execute |= operator == '+';
        case 's' -> bits |= special ? SET_ID : 0;
        case 't' -> {
          who |= special ? STICKY : 0;
          bits |= special ? STICKY : 0;
        }
        default -> {
          change(operator, who, bits, execute, false);
          changes.add(new ModeChange.CopyOf(shift(letter), operator, who == 0 ? 0777 : who));
          bits = 0;
          execute = false;
          clear = false;
        }
      }
    }
    change(operator, who, bits, execute, clear);
    if (changes.isEmpty()) {
      changes.add(new ModeChange.Remove(0)); // such as "u+", which changes nothing
    }
  }

  private void change(char operator, int who, int bits, boolean execute, boolean clear) {
    if (bits != 0 || clear) {
      add(operator, who, bits);
    }
    if (execute) {
      changes.add(new ModeChange.Add(who == 0 ? 0111 : 0111 & who, true));
    }
  }

  private void add(char operator, int who, int bits) {
    int changed = who == 0 ? bits : bits & who;
    if (operator == '=') {
      changes.add(new ModeChange.Remove(who == 0 ? NO_STICKY : who));
    }
    changes.add(
        operator == '-' ? new ModeChange.Remove(changed) : new ModeChange.Add(changed, false));
  }

  private static int shift(char letter) {
    return letter == 'u' ? 6 : letter == 'g' ? 3 : 0;
  }
}
