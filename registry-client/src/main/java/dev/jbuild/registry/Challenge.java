package dev.jbuild.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a WWW-Authenticate header asks for (RFC 9110, 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

  private static final Pattern PART =
      Pattern.compile(
          "\\s*,?\\s*(?:([\\w.~+-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]*))"
              + "|([\\w.~+-]+)(?=\\s|,|$))");

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** All challenges of all such headers; text that is none is left out. */
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      String scheme = "";
      Map<String, String> parameters = new TreeMap<>();
      Matcher part = PART.matcher(header);
      while (part.lookingAt()) {
        if (part.group(4) != null) {
          add(challenges, scheme, parameters);
          scheme = part.group(4).toLowerCase(Locale.ROOT);
          parameters.clear();
        } else {
          String quoted = part.group(2);
          String value = quoted == null ? part.group(3) : quoted.replaceAll("\\\\(.)", "$1");
          parameters.put(part.group(1).toLowerCase(Locale.ROOT), value);
        }
        part.region(part.end(), header.length());
      }
      add(challenges, scheme, parameters);
    }
    return challenges;
  }

  private static void add(List<Challenge> to, String scheme, Map<String, String> parameters) {
    if (!scheme.isEmpty()) {
      to.add(new Challenge(scheme, parameters));
    }
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }

  boolean isBearer() {
    return scheme.equals("bearer") && parameters.containsKey("realm");
  }

  /** What holds for every call, whatever scope this one needed. */
  Challenge withoutScope() {
    Map<String, String> rest = new TreeMap<>(parameters);
    rest.remove("scope");
    return new Challenge(scheme, rest);
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
