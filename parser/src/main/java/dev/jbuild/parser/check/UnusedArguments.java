package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the build arguments that no ARG takes, which are often mistyped. */
final class UnusedArguments {
  private static final Set<String> PROXIES =
      Set.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

  /** What builds use without an ARG: their settings, and what stands for a platform or a stage. */
  private static final Pattern PREDEFINED =
      Pattern.compile(
          "BUILDKIT_.*|SOURCE_DATE_EPOCH|TARGETSTAGE"
              + "|(BUILD|TARGET)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)");

  private UnusedArguments() {}

  static void check(Dockerfile file, StageGraph graph, CheckContext context, Findings findings) {
    Set<String> declared = new LinkedHashSet<>();
    file.globalArgs().forEach(arg -> addTo(declared, arg));
    for (Node node : graph.nodes()) {
      for (Located each : node.instructions()) {
        if (each.instruction() instanceof ArgInstruction arg) {
          addTo(declared, arg);
        }
      }
    }
    List<String> unused =
        context.buildArgs().keySet().stream()
            .filter(name -> !declared.contains(name) && !isPredefined(name))
            .toList();
    if (!unused.isEmpty()) {
      findings.notice(message(unused, List.copyOf(declared)));
    }
  }

  private static void addTo(Set<String> declared, ArgInstruction instruction) {
    instruction.arguments().stream().map(BuildArgument::name).forEach(declared::add);
  }

  private static boolean isPredefined(String name) {
    return PREDEFINED.matcher(name).matches() || PROXIES.contains(name.toUpperCase(Locale.ROOT));
  }

  /** In the words of docker's first builder, the later one says nothing. */
  private static String message(List<String> unused, List<String> declared) {
    String message = "One or more build-args [" + String.join(" ", unused) + "] were not consumed";
    List<String> meant = new ArrayList<>();
    for (String name : unused) {
      String near = Suggestion.near(name, declared);
      if (near == null) {
        near = inOtherCase(name, declared);
      }
      if (near != null) {
        meant.add(unused.size() == 1 ? near : near + " for " + name);
      }
    }
    return Suggestion.append(message, meant.isEmpty() ? null : String.join(", ", meant));
  }

  private static @Nullable String inOtherCase(String name, List<String> declared) {
    return declared.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
  }
}
