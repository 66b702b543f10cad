package dev.jbuild.cli.manual;

import java.util.Locale;

/** Text for roff's macros of manual pages (groff_man(7)). */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  Roff title(String name, String version) {
    text.append(".TH \"").append(name.toUpperCase(Locale.ROOT)).append("\" 1 \"\" \"");
    text.append(version).append("\" \"jbuild manual\"\n.nh\n.ad l\n");
    return this;
  }

  Roff section(String name) {
    text.append(".SH ").append(name).append('\n');
    return this;
  }

  Roff paragraph(String words) {
    text.append(".PP\n").append(line(words));
    return this;
  }

  Roff words(String words) {
    text.append(line(words));
    return this;
  }

  /** A term with what it means. */
  Roff item(String term, String words) {
    text.append(".TP\n").append(term).append('\n').append(line(words.isEmpty() ? " " : words));
    return this;
  }

  /** Lines as they are. */
  Roff verbatim(Iterable<String> lines) {
    text.append(".PP\n.nf\n");
    lines.forEach(each -> text.append(line(each)));
    text.append(".fi\n");
    return this;
  }

  static String bold(String words) {
    return "\\fB" + escaped(words) + "\\fR";
  }

  static String italic(String words) {
    return "\\fI" + escaped(words) + "\\fR";
  }

  private static String line(String words) {
    return escaped(words) + "\n";
  }

  /** A dot or an apostrophe begins a request only at the beginning of a line. */
  private static String escaped(String words) {
    String plain = words.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
