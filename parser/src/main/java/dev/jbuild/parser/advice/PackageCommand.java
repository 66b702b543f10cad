package dev.jbuild.parser.advice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A call of a package manager.
 *
 * @param action its first word that is no option
 * @param options the words that begin with a dash
 * @param dynamic whether variables may stand for more options
 */
record PackageCommand(String program, String action, List<String> options, boolean dynamic) {
  private static final Set<String> PROGRAMS = Set.of("apt-get", "apt", "yum", "dnf");
  private static final Set<String> PREFIXES =
      Set.of("sudo", "env", "exec", "time", "if", "then", "do", "else", "!", "eatmydata");
  private static final Set<String> OPTIONS_WITH_VALUE =
      Set.of("-o", "--option", "-t", "--target-release", "-c", "--config-file");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);
  private static final Pattern SHORT_YES = Pattern.compile("-[a-zA-Z]*(?:y|qq)[a-zA-Z]*");
  private static final Set<String> YES =
      Set.of(
          "--yes",
          "--assume-yes",
          "--assumeyes",
          "--force-yes",
          "--assumeno",
          "--assume-no",
          "--quiet=2",
          "-q=2",
          "-s",
          "--simulate",
          "--dry-run",
          "--just-print",
          "--download-only",
          "-d",
          "--downloadonly",
          "--print-uris",
          "--help");

  boolean isApt() {
    return program.startsWith("apt");
  }

  boolean updates() {
    return isApt() && action.equals("update");
  }

  boolean installs() {
    return Set.of("install", "reinstall", "build-dep", "upgrade", "dist-upgrade", "full-upgrade")
        .contains(action);
  }

  /** Whether it asks no question, as far as its own words tell. */
  boolean asksNothing() {
    return dynamic
        || options.stream()
            .anyMatch(
                option ->
                    YES.contains(option)
                        || SHORT_YES.matcher(option).matches()
                        || option.toLowerCase(Locale.ROOT).contains("assume"));
  }

  static Optional<PackageCommand> of(List<String> words) {
    int start = 0;
    while (start < words.size()
        && (PREFIXES.contains(words.get(start))
            || ASSIGNMENT.matcher(words.get(start)).matches())) {
      start++;
    }
    if (start == words.size() || !PROGRAMS.contains(words.get(start))) {
      return Optional.empty();
    }
    List<String> rest = words.subList(start + 1, words.size());
    String action = "";
    for (int i = 0; i < rest.size() && action.isEmpty(); i++) {
      String word = rest.get(i);
      if (OPTIONS_WITH_VALUE.contains(word)) {
        i++;
      } else if (!word.startsWith("-")) {
        action = word;
      }
    }
    List<String> options = rest.stream().filter(word -> word.startsWith("-")).toList();
    boolean dynamic = rest.stream().anyMatch(word -> word.contains("$") || word.contains("assume"));
    boolean configured = rest.stream().anyMatch(word -> word.contains("Assume-Yes"));
    return Optional.of(
        new PackageCommand(words.get(start), action, options, dynamic || configured));
  }
}
