package dev.jbuild.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The steps that a build showed in plain progress: what ran and what was reused, in order. */
record ShownSteps(List<String> ran, List<String> cached) {
  private static final Pattern TITLE =
      Pattern.compile("#(\\d+) \\[[^]]*] ((?:ADD|COPY|RUN|WORKDIR) .*)");
  private static final Pattern CACHED = Pattern.compile("#(\\d+) CACHED");

  static ShownSteps of(Outcome build) {
    Map<Integer, String> titles = new TreeMap<>();
    Map<Integer, String> reused = new TreeMap<>();
    for (String line : build.all().lines().toList()) {
      Matcher title = TITLE.matcher(line);
      Matcher cached = CACHED.matcher(line);
      if (title.matches()) {
        titles.put(Integer.parseInt(title.group(1)), title.group(2));
      } else if (cached.matches() && titles.containsKey(Integer.parseInt(cached.group(1)))) {
        int number = Integer.parseInt(cached.group(1));
        reused.put(number, titles.remove(number));
      }
    }
    return new ShownSteps(new ArrayList<>(titles.values()), new ArrayList<>(reused.values()));
  }
}
