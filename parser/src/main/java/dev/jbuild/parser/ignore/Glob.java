package dev.jbuild.parser.ignore;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A compiled pattern of paths. All possibilities are followed at once, so the time is at most the
 * product of the lengths whatever the pattern.
 *
 * @see <a href="https://pkg.go.dev/path/filepath#Match">what one component may hold</a>
 */
final class Glob {

  /** A part of a pattern. */
  private sealed interface Part {
    /** One character out of ranges; never a slash unless it is named. */
    record OneOf(boolean negated, List<Range> ranges) implements Part {
      boolean accepts(int character) {
        return ranges.stream().anyMatch(range -> range.holds(character)) != negated;
      }
    }

    /** Any number of characters but slashes. */
    record Star() implements Part {}

    /** Any number of whole directories, each with its slash: also none. */
    record Directories() implements Part {}

    /** Everything to the end. */
    record Rest() implements Part {}
  }

  private record Range(int first, int last) {
    boolean holds(int character) {
      return character >= first && character <= last;
    }
  }

  private static final Part NOT_SLASH = new Part.OneOf(true, List.of(new Range('/', '/')));

  private final List<Part> parts = new ArrayList<>();
  private final int[] pattern;
  private int position;

  private Glob(String text) {
    pattern = text.codePoints().toArray();
  }

  static Glob compile(String text) throws IgnoreFileException {
    var glob = new Glob(text);
    while (glob.position < glob.pattern.length) {
      glob.parts.add(glob.next());
    }
    return glob;
  }

  private Part next() throws IgnoreFileException {
    int character = pattern[position++];
    return switch (character) {
      case '*' -> star();
      case '?' -> NOT_SLASH;
      case '[' -> oneOf();
      case '\\' -> {
        if (position == pattern.length) {
          throw malformed();
        }
        yield just(pattern[position++]);
      }
      default -> just(character);
    };
  }

  private static Part just(int character) {
    return new Part.OneOf(false, List.of(new Range(character, character)));
  }

  private Part star() {
    if (!at('*')) {
      return new Part.Star();
    }
    position++;
    if (at('/')) {
      position++;
    }
    return position == pattern.length ? new Part.Rest() : new Part.Directories();
  }

  private Part oneOf() throws IgnoreFileException {
    boolean negated = at('^');
    position += negated ? 1 : 0;
    List<Range> ranges = new ArrayList<>();
    while (ranges.isEmpty() || !at(']')) {
      int first = classCharacter();
      int last = first;
      if (at('-')) {
        position++;
        last = classCharacter();
      }
      if (last < first) {
        throw malformed();
      }
      ranges.add(new Range(first, last));
    }
    position++;
    return new Part.OneOf(negated, ranges);
  }

  private int classCharacter() throws IgnoreFileException {
    if (position == pattern.length || at('-') || at(']')) {
      throw malformed();
    }
    if (at('\\')) {
      position++;
    }
    if (position + 1 >= pattern.length) {
      throw malformed(); // the class must be closed behind the character
    }
    return pattern[position++];
  }

  private boolean at(int character) {
    return position < pattern.length && pattern[position] == character;
  }

  private static IgnoreFileException malformed() {
    return new IgnoreFileException("syntax error in pattern");
  }

  boolean matches(String path) {
    int[] text = path.codePoints().toArray();
    var reached = new BitSet(text.length + 1);
    reached.set(0);
    for (Part part : parts) {
      reached = advance(part, text, reached);
      if (reached.isEmpty()) {
        return false;
      }
    }
    return reached.get(text.length);
  }

  /** The positions that a part leads to from those reached before it. */
  private static BitSet advance(Part part, int[] text, BitSet reached) {
    var after = new BitSet(text.length + 1);
    switch (part) {
      case Part.OneOf oneOf -> {
        for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
          if (at < text.length && oneOf.accepts(text[at])) {
            after.set(at + 1);
          }
        }
      }
      case Part.Star star -> {
        for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
          int end = at;
          while (end < text.length && text[end] != '/') {
            end++;
          }
          after.set(at, end + 1);
          at = end;
        }
      }
      case Part.Directories directories -> {
        after.or(reached);
        for (int at = reached.nextSetBit(0); at < text.length; at++) {
          if (text[at] == '/') {
            after.set(at + 1);
          }
        }
      }
      case Part.Rest rest -> after.set(reached.nextSetBit(0), text.length + 1);
    }
    return after;
  }
}
