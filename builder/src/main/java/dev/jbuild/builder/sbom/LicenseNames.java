package dev.jbuild.builder.sbom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the SPDX license list, and expressions of them (SPDX 2.3, annex D). */
final class LicenseNames {
  private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[A-Za-z0-9.+-]+)\\s*");

  private final Map<String, String> known = new HashMap<>();

  /** With the list that comes with jbuild. */
  LicenseNames() {
    try (InputStream in = LicenseNames.class.getResourceAsStream("spdx-licenses.txt")) {
      if (in == null) {
        throw new IllegalStateException("the list of licenses is missing in this copy of jbuild");
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .forEach(name -> known.put(name.toLowerCase(Locale.ROOT), name));
    } catch (IOException e) {
      throw new UncheckedIOException("read the list of licenses", e);
    }
  }

  /** The name as the list spells it. */
  Optional<String> id(String text) {
    return Optional.ofNullable(known.get(text.toLowerCase(Locale.ROOT)));
  }

  /** A single name or an expression as the list spells it; empty when it is neither. */
  Optional<String> expression(String text) {
    Matcher token = TOKEN.matcher(text);
    StringBuilder expression = new StringBuilder();
    int open = 0;
    int end = 0;
    boolean wantsName = true;
    while (token.lookingAt()) {
      String word = token.group(1);
      String upper = word.toUpperCase(Locale.ROOT);
      boolean operator = List.of("AND", "OR", "WITH").contains(upper);
      if (word.equals("(") && wantsName) {
        open++;
        expression.append('(');
      } else if (word.equals(")") && !wantsName && open > 0) {
        open--;
        expression.append(')');
      } else if (operator && !wantsName) {
        expression.append(' ').append(upper).append(' ');
        wantsName = true;
      } else if (!operator && wantsName && named(word).isPresent()) {
        expression.append(named(word).get());
        wantsName = false;
      } else {
        return Optional.empty();
      }
      end = token.end();
      token.region(end, text.length());
    }
    boolean whole = end == text.length() && open == 0 && !wantsName;
    return whole ? Optional.of(expression.toString()) : Optional.empty();
  }

  private Optional<String> named(String word) {
    Optional<String> whole = id(word);
    return whole.isPresent() || !word.endsWith("+")
        ? whole
        : id(word.substring(0, word.length() - 1)).map(name -> name + "+");
  }
}
