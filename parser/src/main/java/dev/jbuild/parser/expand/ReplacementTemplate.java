package dev.jbuild.parser.expand;

/**
 * The replacement of {@code ${x//pattern/replacement}}. In it the reference implementation expands
 * {@code $name} once more, as a group of a regular expression: {@code $0} is the match, {@code $$}
 * a dollar, and any other name is empty.
 *
 * @see <a href="https://pkg.go.dev/regexp#Regexp.Expand">the rules</a>
 */
final class ReplacementTemplate {
  private ReplacementTemplate() {}

  static String fill(String template, String match) {
    var out = new StringBuilder();
    int position = 0;
    while (position < template.length()) {
      int dollar = template.indexOf('$', position);
      if (dollar < 0) {
        break;
      }
      out.append(template, position, dollar);
      position = fillOne(template, dollar + 1, match, out);
    }
    return out.append(template.substring(Math.min(position, template.length()))).toString();
  }

  /** Appends what the reference after the dollar stands for and returns where it ends. */
  private static int fillOne(String template, int start, String match, StringBuilder out) {
    if (template.startsWith("$", start)) {
      out.append('$');
      return start + 1;
    }
    boolean braces = template.startsWith("{", start);
    int from = braces ? start + 1 : start;
    int to = from;
    while (to < template.length() && isNamePart(template.charAt(to))) {
      to++;
    }
    boolean closed = !braces || template.startsWith("}", to);
    if (to == from || !closed) {
      out.append('$');
      return start;
    }
    if (template.substring(from, to).equals("0")) {
      out.append(match);
    }
    return braces ? to + 1 : to;
  }

  private static boolean isNamePart(char character) {
    return Character.isLetterOrDigit(character) || character == '_';
  }
}
