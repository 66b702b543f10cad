package dev.jbuild.parser.lint;

import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rules are checked: {@code skip=Rule,...;experimental=Rule,...;error=true}, with {@code all}
 * for every rule. Experimental rules are off unless named, and {@code skip} does not concern them.
 *
 * @param skip the rules that are not checked
 * @param experimental the experimental rules that are checked
 * @param error whether a warning fails the build
 * @see <a href="https://docs.docker.com/reference/dockerfile/#check">reference</a>
 */
public record LintOptions(Names skip, Names experimental, boolean error) {
  /** Checks every rule that is not experimental. */
  public static final LintOptions DEFAULT = new LintOptions(Names.NONE, Names.NONE, false);

  private static final Pattern COMMENT =
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9]*+)[\\t\\n\\f\\r ]*+=[\\t\\n\\f\\r ]*+(.++)", Pattern.DOTALL);

  /** Some rules, or all of them. */
  public record Names(boolean all, Set<String> names) {
    static final Names NONE = new Names(false, Set.of());

    public Names {
      names = Set.copyOf(names);
    }

    static Names parse(String text) {
      if (text.equals("all")) {
        return new Names(true, Set.of());
      }
      Set<String> names = new TreeSet<>();
      for (String name : text.split(",", -1)) {
        names.add(WhiteSpace.trim(name));
      }
      return new Names(false, names);
    }

    boolean contain(Rule rule) {
      return all || names.contains(rule.ruleName());
    }

    Names plus(Names more) {
      Set<String> both = new TreeSet<>(names);
      both.addAll(more.names);
      return new Names(all || more.all, both);
    }
  }

  /** Reads the value of a check directive or of the build argument in its place. */
  public static LintOptions parse(String text) throws LintOptionsException {
    LintOptions options = DEFAULT;
    String trimmed = WhiteSpace.trim(text);
    if (trimmed.isEmpty()) {
      return options;
    }
    for (String part : trimmed.split(";", 3)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new LintOptionsException("invalid check option " + Quoted.quote(part));
      }
      String key = WhiteSpace.trim(part.substring(0, equals));
      String value = WhiteSpace.trim(part.substring(equals + 1));
      options =
          switch (key) {
            case "skip" -> new LintOptions(Names.parse(value), options.experimental, options.error);
            case "experimental" -> new LintOptions(options.skip, Names.parse(value), options.error);
            case "error" -> new LintOptions(options.skip, options.experimental, bool(part, value));
            default -> throw new LintOptionsException("invalid check option " + Quoted.quote(key));
          };
    }
    return options;
  }

  private static boolean bool(String part, String value) throws LintOptionsException {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new LintOptionsException(
              "failed to parse check option %s: strconv.ParseBool: parsing %s: invalid syntax"
                  .formatted(Quoted.quote(part), Quoted.quote(value)));
    };
  }

  /**
   * These options with those of the first check comment above an instruction; one that is malformed
   * is a comment like any other.
   */
  public LintOptions with(List<String> comments) {
    for (String comment : comments) {
      Matcher matcher = COMMENT.matcher(comment);
      if (matcher.matches() && matcher.group(1).toLowerCase(Locale.ROOT).equals("check")) {
        String value = matcher.group(2);
        int blank = value.indexOf(' ');
        return plus(blank < 0 ? value : value.substring(0, blank));
      }
    }
    return this;
  }

  private LintOptions plus(String text) {
    try {
      LintOptions more = parse(text);
      return new LintOptions(skip.plus(more.skip), experimental.plus(more.experimental), error);
    } catch (LintOptionsException e) {
      return this;
    }
  }

  public boolean checks(Rule rule) {
    return rule.isExperimental() ? experimental.contain(rule) : !skip.contain(rule);
  }
}
