package dev.jbuild.cli.explain;

import dev.jbuild.builder.explain.Cause;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Causes in words: a word of what it is about, then what happened to it. */
final class CauseText {
  /** How many changed files of a step are named. */
  private static final int FILES = 10;

  private static final int LONGEST_VALUE = 200;
  private static final String INDENT = " ".repeat(11);

  private final Map<Integer, LoggedStep> steps;
  private final boolean all;

  /**
   * @param steps the steps of the build by their numbers
   * @param all whether to name all files
   */
  CauseText(Map<Integer, LoggedStep> steps, boolean all) {
    this.steps = steps;
    this.all = all;
  }

  List<String> lines(List<Cause> causes) {
    List<String> lines = new ArrayList<>();
    long files = causes.stream().filter(cause -> cause instanceof Cause.File).count();
    long told = 0;
    for (Cause cause : causes) {
      if (!(cause instanceof Cause.File) || all || ++told <= FILES) {
        lines.addAll(lines(cause));
      }
    }
    if (!all && files > FILES) {
      lines.add(INDENT + "and " + (files - FILES) + " more files (--all names them)");
    }
    return lines;
  }

  private List<String> lines(Cause cause) {
    return switch (cause) {
      case Cause.FirstBuild first -> List.of(); // the title has told it for all
      case Cause.NewStep step -> line("new", "the build before had no such step");
      case Cause.NoCache none -> line("no-cache", "the cache was not to be used");
      case Cause.Evicted evicted ->
          line(
              "evicted",
              evicted.layer()
                  ? "nothing else changed, but its layer is not in the store any more"
                  : "nothing changed, but its record is not in the cache any more");
      case Cause.Fetched fetched -> line("layers", "not in the store: fetched from the registry");
      case Cause.Line line -> changed("line", line.before(), line.after());
      case Cause.File file ->
          line(word(file.change()), ScreenSafe.text(file.path()) + detail(file.detail()));
      case Cause.Files files ->
          line(
              "files",
              ScreenSafe.text(files.source())
                  + ": changed, and the list of the files before is gone");
      case Cause.Variable variable -> variable(variable);
      case Cause.BaseImage image ->
          changed("image", image.name() + " " + image.before(), image.name() + " " + image.after());
      case Cause.Input input -> input(input);
      case Cause.Value value -> changed(value.name(), value.before(), value.after());
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String detail(String detail) {
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }

  private static List<String> line(String subject, String text) {
    return List.of(INDENT + String.format(Locale.ROOT, "%-9s", subject) + " " + text);
  }

  private List<String> variable(Cause.Variable variable) {
    String subject = (variable.argument() ? "argument " : "variable ") + variable.name();
    if (variable.secret()) {
      return line(subject, "changed; its name asks not to show the values");
    }
    return changed(subject, variable.before(), variable.after());
  }

  private static List<String> changed(
      String subject, @Nullable String before, @Nullable String after) {
    if (before == null && after == null) {
      return line(subject, "changed");
    } else if (before == null) {
      return line(subject, "added" + of(after));
    } else if (after == null) {
      return line(subject, "removed" + of(before));
    }
    String was = shown(before);
    String is = shown(after);
    if (was.length() + is.length() <= 60 && !was.contains("\n") && !is.contains("\n")) {
      return line(subject, was + " -> " + is);
    }
    List<String> lines = new ArrayList<>(line(subject, "changed"));
    was.lines().forEach(line -> lines.add(INDENT + "  - " + line));
    is.lines().forEach(line -> lines.add(INDENT + "  + " + line));
    return lines;
  }

  private static String of(@Nullable String value) {
    return value == null || value.isEmpty() ? "" : ": " + shown(value);
  }

  private static String shown(String value) {
    String text = value.isEmpty() ? "\"\"" : ScreenSafe.text(value);
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }

  private List<String> input(Cause.Input input) {
    LoggedStep step = steps.get(input.step());
    String what = step == null ? "a step above" : step.place().label();
    return switch (input.outcome()) {
      case CACHED -> line("input", what + " has other files than the step before it had");
      case RAN -> line("input", what + " ran and gave other files");
      case WOULD_RUN, DEPENDS, FAILED, NOT_DONE -> line("input", what + " may give other files");
    };
  }

  /** The outcome in a word or two, for the column before the step. */
  static String verb(Outcome outcome) {
    return switch (outcome) {
      case CACHED -> "cached";
      case RAN -> "ran";
      case FAILED -> "failed";
      case NOT_DONE -> "not done";
      case WOULD_RUN -> "would run";
      case DEPENDS -> "may run";
    };
  }
}
