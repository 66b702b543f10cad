package dev.jbuild.acceptance;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Output without what differs from one run to the next: times, ids, sizes, and so columns. */
final class LooseText {
  private static final List<Map.Entry<Pattern, String>> CHANGING =
      List.of(
          Map.entry(Pattern.compile("\\b[0-9a-f]{64}\\b"), "ID64"),
          Map.entry(Pattern.compile("\\b[0-9a-f]{12}\\b"), "ID12"),
          Map.entry(Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"), "INSTANT"),
          Map.entry(
              Pattern.compile("(Less than a second|About a minute|\\d+ (second|minute)s?)"), "AGE"),
          Map.entry(Pattern.compile("\\b\\d+(\\.\\d+)?s\\b"), "TIME"),
          Map.entry(Pattern.compile("(?m)^(#\\d+) \\d+\\.\\d+ "), "$1 TIME "),
          Map.entry(Pattern.compile("\\b\\d+(\\.\\d+)?(B|kB|MB)\\b"), "SIZE"),
          Map.entry(Pattern.compile("isolation: [a-z-]+"), "isolation: KIND"),
          Map.entry(Pattern.compile(" {2,}"), " "),
          Map.entry(Pattern.compile("(?m) +$"), ""));

  private LooseText() {}

  static String of(String text) {
    String loose = text;
    for (Map.Entry<Pattern, String> each : CHANGING) {
      loose = each.getKey().matcher(loose).replaceAll(each.getValue());
    }
    return loose.strip();
  }

  /** Shown lines as a pattern; a line of three dots stands for any lines. */
  static Pattern pattern(List<String> lines) {
    StringBuilder pattern = new StringBuilder();
    String text = of(String.join("\n", lines));
    for (String line : text.split("\n", -1)) {
      pattern.append(line.equals("...") ? "(.*\\n)*" : Pattern.quote(line) + "\\n");
    }
    return Pattern.compile(pattern.toString());
  }
}
