package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.check.StageNames;
import dev.jbuild.parser.expand.Variables;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of the arguments before the first FROM, and of those that every build has (the
 * platforms); a stage sees one only after it has declared it.
 */
final class GlobalScope {
  private static final Set<String> PROXIES =
      Set.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

  private final Map<String, String> buildArgs;
  private final Map<String, String> values = new LinkedHashMap<>();

  private GlobalScope(StageOptions options, StageNames names) {
    this.buildArgs = options.buildArgs();
    platform("BUILD", Platform.host());
    platform("TARGET", options.platform());
    put("TARGETSTAGE", names.targetStage(options.target()));
  }

  static GlobalScope of(StageOptions options, Dockerfile file, Words words) throws BuildException {
    GlobalScope scope = new GlobalScope(options, new StageNames(file.stages()));
    for (ArgInstruction instruction : file.globalArgs()) {
      for (BuildArgument argument : instruction.arguments()) {
        String given = scope.buildArgs.get(argument.name());
        String value =
            given != null
                ? given
                : words.expandIfGiven(
                    argument.defaultValue(), scope.variables(), instruction.location());
        if (value != null) {
          scope.values.put(argument.name(), value);
        }
      }
    }
    return scope;
  }

  private void platform(String prefix, Platform platform) {
    String variant = platform.variant();
    put(prefix + "PLATFORM", platform.toString());
    put(prefix + "OS", platform.os());
    put(prefix + "OSVERSION", "");
    put(prefix + "ARCH", platform.architecture());
    put(prefix + "VARIANT", variant == null ? "" : variant);
  }

  private void put(String name, String value) {
    values.put(name, buildArgs.getOrDefault(name, value));
  }

  Variables variables() {
    return Variables.of(values);
  }

  /** The value that the user gave for a build argument, or null. */
  @Nullable String given(String name) {
    return buildArgs.get(name);
  }

  /** The value of a global argument, or null. */
  @Nullable String value(String name) {
    return values.get(name);
  }

  /** The proxy variables among the build arguments, each in both cases. */
  Map<String, String> proxies() {
    Map<String, String> proxies = new TreeMap<>();
    buildArgs.forEach(
        (name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          if (PROXIES.contains(upper)) {
            proxies.put(upper, value);
            proxies.put(upper.toLowerCase(Locale.ROOT), value);
          }
        });
    return proxies;
  }
}
