package dev.jbuild.parser.syntax;

import org.jspecify.annotations.Nullable;

/** Reads a member of a JSON object that is the whole of a text. */
public final class JsonMembers {
  private JsonMembers() {}

  /** The string that a member of the outermost object is, or null. */
  public static @Nullable String string(String text, String name) {
    String trimmed = text.strip();
    if (!trimmed.startsWith("{") || JsonArray.kind("[" + trimmed + "]") == JsonArray.Kind.NONE) {
      return null;
    }
    String found = null;
    String last = null;
    String key = null;
    int depth = 0;
    for (int i = 0; i < trimmed.length(); i++) {
      switch (trimmed.charAt(i)) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case ':' -> key = depth == 1 ? last : key;
        case ',' -> key = null;
        case '"' -> {
          int end = endOfString(trimmed, i);
          last = JsonString.decode(trimmed.substring(i, end));
          found = depth == 1 && name.equals(key) ? last : found;
          i = end - 1;
        }
        default -> {} // blanks, numbers and words
      }
      if (depth == 0 && i + 1 < trimmed.length()) {
        return null; // several values, not one object
      }
    }
    return found;
  }

  private static int endOfString(String text, int start) {
    int i = start + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }
}
