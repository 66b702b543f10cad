package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.expand.Expansion;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.Suggestion;
import dev.jbuild.parser.value.ImageName;
import dev.jbuild.parser.value.InvalidValueException;
import dev.jbuild.parser.value.PlatformName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what FROMs name: their image or stage, and their platform. */
final class BaseNames {
  private static final String TARGET_PLATFORM = "TARGETPLATFORM";

  private final WordExpander words;
  private final GlobalScope global;
  private final Findings findings;

  BaseNames(Dockerfile file, GlobalScope global, Findings findings) {
    this.words = new WordExpander(file.directives().escape());
    this.global = global;
    this.findings = findings;
  }

  static void checkDefaults(Dockerfile file, GlobalScope defaults, Findings findings) {
    var words = new WordExpander(file.directives().escape());
    for (Stage stage : file.stages()) {
      FromInstruction from = stage.from();
      try {
        ImageName.check(words.expand(from.image(), defaults.scope().variables()));
      } catch (InvalidValueException e) {
        findings.warn(
            Rule.INVALID_DEFAULT_ARG_IN_FROM,
            from.location(),
            List.of(),
            "Default value for ARG %s results in empty or invalid base image name"
                .formatted(from.image()));
      } catch (ExpansionException e) {
        return; // the same expansion fails again, and is told, with the build arguments
      }
    }
  }

  /** The expanded base, or null if there is none. */
  @Nullable String base(FromInstruction from) {
    try {
      Expansion name = words.process(from.image(), global.scope().variables());
      warnOfUndeclared(name.unmatched(), from);
      if (!name.text().isEmpty()) {
        return name.text();
      }
      findings.error(from.location(), "base name (" + from.image() + ") should not be blank");
    } catch (ExpansionException e) {
      findings.error(from.location(), String.valueOf(e.getMessage()));
    }
    return null;
  }

  private void warnOfUndeclared(Set<String> names, FromInstruction from) {
    for (String name : names) {
      if (!global.knows(name)) {
        List<String> known = new ArrayList<>(global.declared());
        known.addAll(global.scope().names());
        findings.warn(
            Rule.UNDEFINED_ARG_IN_FROM,
            from,
            Suggestion.append(
                "FROM argument '" + name + "' is not declared", Suggestion.near(name, known)));
      }
    }
  }

  /** The platform that a FROM asks for, or null if it asks for none. */
  @Nullable PlatformName platform(FromInstruction from) {
    String text = from.platform();
    if (text == null) {
      return null;
    }
    Expansion platform;
    try {
      platform = words.process(text, global.scope().variables());
    } catch (ExpansionException e) {
      findings.error(
          from.location(), "failed to process arguments for platform : " + e.getMessage());
      return null;
    }
    warnOfUndeclared(platform.unmatched(), from);
    warnOfRedundancy(platform, text, from);
    warnOfConstant(platform, from);
    String near = suggestion(platform.unmatched());
    if (platform.text().isEmpty()) {
      String message = "empty platform value from expression " + text;
      findings.error(from.location(), Suggestion.append(message, near));
      return null;
    }
    try {
      return PlatformName.parse(platform.text());
    } catch (InvalidValueException e) {
      String message = "failed to parse platform " + text + ": " + e.getMessage();
      findings.error(from.location(), Suggestion.append(message, near));
      return null;
    }
  }

  private @Nullable String suggestion(Set<String> unmatched) {
    for (String name : unmatched) {
      String near = Suggestion.near(name, global.scope().names());
      if (near != null) {
        return near;
      }
    }
    return null;
  }

  private void warnOfRedundancy(Expansion platform, String text, FromInstruction from) {
    boolean only =
        platform.matched().equals(Set.of(TARGET_PLATFORM)) && platform.unmatched().isEmpty();
    if (only && platform.text().equals(global.scope().get(TARGET_PLATFORM))) {
      findings.warn(
          Rule.REDUNDANT_TARGET_PLATFORM,
          from,
          "Setting platform to predefined %s in FROM is redundant as this is the default behavior"
              .formatted(text));
    }
  }

  /** A stage whose name says for which platform it is may be for that one only. */
  private void warnOfConstant(Expansion platform, FromInstruction from) {
    if (!platform.matched().isEmpty() || !platform.unmatched().isEmpty()) {
      return;
    }
    PlatformName parsed;
    try {
      parsed = PlatformName.parse(platform.text());
    } catch (InvalidValueException e) {
      return; // told as an error right after this
    }
    String name = from.name() == null ? "" : from.name();
    if (!name.contains(parsed.os()) && !name.contains(parsed.architecture())) {
      findings.warn(
          Rule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
          from,
          "FROM --platform flag should not use constant value " + Quoted.quote(platform.text()));
    }
  }
}
