package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.value.PlatformName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The arguments before the first FROM, with those that every build has: the platforms. */
final class GlobalScope {
  private final Scope scope;
  private final Set<String> declared = new LinkedHashSet<>();

  private GlobalScope(Map<String, String> values) {
    this.scope = new Scope(values);
  }

  /**
   * Evaluates the arguments in order.
   *
   * @param buildArgs what is given in place of defaults
   * @param findings takes the expansions that fail; their arguments stay without a value
   */
  static GlobalScope of(
      Dockerfile file, CheckContext context, Map<String, String> buildArgs, Findings findings) {
    var global = new GlobalScope(predefined(file, context));
    var words = new WordExpander(file.directives().escape());
    for (ArgInstruction instruction : file.globalArgs()) {
      for (BuildArgument argument : instruction.arguments()) {
        global.declared.add(argument.name());
        try {
          global.evaluate(argument, buildArgs, words);
        } catch (ExpansionException e) {
          findings.error(instruction.location(), String.valueOf(e.getMessage()));
        }
      }
    }
    return global;
  }

  private void evaluate(BuildArgument argument, Map<String, String> buildArgs, WordExpander words)
      throws ExpansionException {
    String given = buildArgs.get(argument.name());
    String text = argument.defaultValue();
    if (given != null) {
      scope.put(argument.name(), given);
    } else if (text != null) {
      scope.put(argument.name(), words.expand(text, scope.variables()));
    }
  }

  private static Map<String, String> predefined(Dockerfile file, CheckContext context) {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "BUILD", context.platforms().build());
    put(values, "TARGET", context.platforms().target());
    var names = new StageNames(file.stages());
    values.put("TARGETSTAGE", names.targetStage(context.stages().target()));
    values.replaceAll((name, value) -> context.buildArgs().getOrDefault(name, value));
    return values;
  }

  private static void put(Map<String, String> values, String prefix, PlatformName platform) {
    values.put(prefix + "PLATFORM", platform.toString());
    values.put(prefix + "OS", platform.os());
    values.put(prefix + "OSVERSION", platform.version());
    values.put(prefix + "ARCH", platform.architecture());
    values.put(prefix + "VARIANT", platform.variant());
  }

  Scope scope() {
    return scope;
  }

  /** The names that ARGs declare. */
  Set<String> declared() {
    return declared;
  }

  boolean knows(String name) {
    return declared.contains(name) || scope.get(name) != null;
  }
}
