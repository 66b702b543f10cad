package dev.jbuild.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a warm server runs, and what needs a process of its own. */
final class Served {
  /** They only read and write, the store, files and the streams of the client. */
  static final Set<String> SERVED =
      Set.of(
          "build",
          "plan",
          "explain",
          "builds",
          "logs-of",
          "history-of",
          "report",
          "check",
          "ps",
          "images",
          "image",
          "inspect",
          "history",
          "tag",
          "rmi",
          "pull",
          "push",
          "sbom",
          "verify",
          "list-tags",
          "delete",
          "manifest",
          "save",
          "load",
          "import",
          "fmt",
          "du",
          "prune",
          "version");

  /** They have a terminal, signals or programs that a server does not pass on. */
  static final Set<String> ALONE =
      Set.of(
          "watch",
          "debug",
          "run",
          "create",
          "network",
          "logs",
          "exec",
          "stop",
          "kill",
          "wait",
          "rm",
          "start",
          "restart",
          "port",
          "cp",
          "export",
          "rename",
          "top",
          "volume",
          "container",
          "sign",
          "generate-key",
          "login",
          "logout",
          "doctor",
          "server",
          "completion");

  /** They may ask for a password, or take the terminal. */
  private static final List<String> ALONE_WITH = List.of("--sign", "--key", "--on-failure");

  /** Variables that name files. */
  private static final List<String> FILES =
      List.of(
          "HOME",
          "JBUILD_ROOT",
          "DOCKER_CONFIG",
          "REGISTRY_AUTH_FILE",
          "CONTAINERS_REGISTRIES_CONF",
          "XDG_CONFIG_HOME",
          "XDG_DATA_HOME",
          "XDG_CACHE_HOME",
          "XDG_RUNTIME_DIR");

  private Served() {}

  /** Why these words need a process of their own, null when they do not. */
  static @Nullable String refusal(List<String> words, Map<String, String> environment) {
    String command =
        words.subList(Invocation.afterGlobalOptions(words), words.size()).stream()
            .findFirst()
            .orElse("");
    if (ALONE.contains(command)) {
      return "jbuild " + command + " runs in its own process";
    }
    for (String word : words) {
      if (ALONE_WITH.stream().anyMatch(word::startsWith)) {
        return word + " needs a terminal";
      }
    }
    return FILES.stream()
        .filter(name -> !environment.getOrDefault(name, "/").matches("(/.*)?"))
        .findFirst()
        .map(name -> name + " is relative")
        .orElse(null);
  }
}
