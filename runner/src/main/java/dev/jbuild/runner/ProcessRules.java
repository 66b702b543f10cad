package dev.jbuild.runner;

import dev.jbuild.executor.ProcessSpec;
import dev.jbuild.oci.ContainerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process of a container, from the image and the user's options, by the rules of {@code docker
 * run} (moby, runconfig Merge and container CreateDaemonEnvironment).
 */
record ProcessRules(ContainerConfig image, ProcessOptions options) {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  ProcessSpec process(String hostname, boolean tty) throws RunException {
    String directory = firstSet(options.workingDirectory(), image.workingDir(), "/");
    return new ProcessSpec(
        args(),
        environment(hostname, tty),
        directory.startsWith("/") ? directory : "/" + directory,
        firstSet(options.user(), image.user(), ""),
        tty);
  }

  private List<String> args() throws RunException {
    String entrypoint = options.entrypoint();
    List<String> args = new ArrayList<>();
    if (entrypoint == null) {
      args.addAll(orEmpty(image.entrypoint()));
      args.addAll(options.command().isEmpty() ? orEmpty(image.cmd()) : options.command());
    } else {
      if (!entrypoint.isEmpty()) {
        args.add(entrypoint);
      }
      args.addAll(options.command());
    }
    if (args.isEmpty()) {
      throw new RunException(
          "no command: the image has neither entrypoint nor cmd; name one after the image");
    }
    return args;
  }

  private List<String> environment(String hostname, boolean tty) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", DEFAULT_PATH);
    environment.put("HOSTNAME", hostname);
    if (tty) {
      environment.put("TERM", "xterm");
    }
    image.env().forEach(entry -> set(environment, entry));
    options.env().forEach(entry -> set(environment, entry));
    return environment.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  private static void set(Map<String, String> environment, String entry) {
    int equals = entry.indexOf('=');
    if (equals < 0) {
      environment.remove(entry);
    } else {
      environment.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
  }

  private static List<String> orEmpty(@Nullable List<String> words) {
    return words == null ? List.of() : words;
  }

  private static String firstSet(@Nullable String one, @Nullable String other, String otherwise) {
    if (one != null && !one.isEmpty()) {
      return one;
    }
    return other == null || other.isEmpty() ? otherwise : other;
  }
}
