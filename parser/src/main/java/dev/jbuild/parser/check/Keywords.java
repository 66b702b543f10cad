package dev.jbuild.parser.check;

import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.Instruction;
import java.util.List;
import java.util.regex.Pattern;

/** The words of an instruction in the case in which they are written. */
final class Keywords {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Keywords() {}

  static String of(Instruction instruction) {
    String text = instruction.original().strip();
    int end = 0;
    while (end < text.length() && isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The word between the image and the name of a stage that has a name. */
  static String as(FromInstruction from) {
    return fromTheEnd(from, 2);
  }

  static String stageName(FromInstruction from) {
    return fromTheEnd(from, 1);
  }

  private static String fromTheEnd(FromInstruction from, int count) {
    List<String> words = BLANKS.splitAsStream(from.original().strip()).toList();
    return words.get(words.size() - count);
  }
}
