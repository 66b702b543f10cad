package dev.jbuild.parser.advice;

import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.KeyValue;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.expand.Expansion;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.lint.WarningSink;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables that do not have the value that they seem to have. */
final class VariableAdvice {
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'[^']*+'");
  private static final Pattern REFERENCE =
      Pattern.compile("(?<!\\\\)\\$(?:([A-Za-z_][A-Za-z0-9_]*+)|\\{([A-Za-z_][A-Za-z0-9_]*+)\\})");
  private static final Pattern SETTER =
      Pattern.compile("\\b([A-Za-z_][A-Za-z0-9_]*+)=|\\b(?:read|for|export|local)\\b([^;&|\\n]*+)");

  private final Set<String> globalArgs;
  private final WarningSink sink;

  VariableAdvice(Set<String> globalArgs, WarningSink sink) {
    this.globalArgs = globalArgs;
    this.sink = sink;
  }

  void run(RunInstruction run, RunScript script, Predicate<String> visible) {
    if (globalArgs.isEmpty()) {
      return;
    }
    String text = SINGLE_QUOTED.matcher(script.text()).replaceAll("''");
    Set<String> used = new TreeSet<>();
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      used.add(reference.group(1) != null ? reference.group(1) : reference.group(2));
    }
    used.retainAll(globalArgs);
    used.removeIf(visible);
    if (!used.isEmpty()) {
      used.removeAll(setBy(text));
    }
    for (String name : used) {
      sink.warn(
          Rule.GLOBAL_ARG_OUT_OF_SCOPE,
          run,
          "$%s is empty here: declare it in this stage with ARG %s".formatted(name, name));
    }
  }

  private static Set<String> setBy(String text) {
    Set<String> names = new HashSet<>();
    Matcher setter = SETTER.matcher(text);
    while (setter.find()) {
      if (setter.group(1) != null) {
        names.add(setter.group(1));
      } else {
        names.addAll(Arrays.asList(setter.group(2).split("[^A-Za-z0-9_]+")));
      }
    }
    return names;
  }

  void env(EnvInstruction env, char escape) {
    var words = new WordExpander(escape);
    Set<String> earlier = new HashSet<>();
    for (KeyValue pair : env.variables()) {
      try {
        Expansion value = words.process(pair.value(), name -> name);
        for (String name : new TreeSet<>(value.matched())) {
          if (earlier.contains(name) && !name.equals(pair.key())) {
            sink.warn(
                Rule.ENV_USES_OLD_VALUE,
                env,
                "$%s in %s is the value from before this ENV, which sets %s as well: use two ENVs"
                    .formatted(name, pair.key(), name));
          }
        }
      } catch (ExpansionException e) {
        return; // the instruction is wrong, which is told elsewhere
      }
      earlier.add(pair.key());
    }
  }
}
