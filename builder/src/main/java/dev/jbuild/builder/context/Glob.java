package dev.jbuild.builder.context;

/**
 * The wildcards of COPY and ADD within one name: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]}
 * and a backslash that takes the meaning away (Go's path/filepath.Match).
 */
final class Glob {
  private Glob() {}

  static boolean hasWildcard(String name) {
    for (int i = 0; i < name.length(); i++) {
      switch (name.charAt(i)) {
        case '\\' -> i++;
        case '*', '?', '[' -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  /** A pattern that is wrong, such as {@code [a}, matches nothing. */
  static boolean matches(String pattern, String name) {
    return matches(pattern, 0, name, 0);
  }

  private static boolean matches(String pattern, int p, String name, int n) {
    int at = p;
    int in = n;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '*') {
        for (int end = in; end <= name.length(); end++) {
          if (matches(pattern, at + 1, name, end)) {
            return true;
          }
        }
        return false;
      }
      if (in >= name.length()) {
        return false;
      }
      int next = c == '[' ? classEnd(pattern, at) : c == '\\' ? at + 2 : at + 1;
      boolean fits =
          switch (c) {
            case '?' -> true;
            case '[' -> next > 0 && inClass(pattern.substring(at + 1, next - 1), name.charAt(in));
            case '\\' -> next <= pattern.length() && pattern.charAt(at + 1) == name.charAt(in);
            default -> c == name.charAt(in);
          };
      if (!fits) {
        return false;
      }
      at = next;
      in++;
    }
    return in == name.length();
  }

  /** Behind the bracket that ends the class which begins at {@code start}; 0 for no class. */
  private static int classEnd(String pattern, int start) {
    int from = pattern.startsWith("[^", start) ? start + 2 : start + 1;
    for (int i = from; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.charAt(i) == ']') {
        return i > from ? i + 1 : 0;
      }
    }
    return 0;
  }

  private static boolean inClass(String members, char c) {
    boolean negated = members.startsWith("^");
    boolean found = false;
    int i = negated ? 1 : 0;
    while (i < members.length()) {
      if (members.charAt(i) == '\\' && i + 1 < members.length()) {
        i++;
      }
      char low = members.charAt(i);
      char high = low;
      if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
        i += 2;
        high = members.charAt(i);
      }
      found |= low <= c && c <= high;
      i++;
    }
    return found != negated;
  }
}
