package dev.jbuild.runner.container;

import dev.jbuild.executor.ProcessSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A further command for a running container; null is what the container has.
 *
 * @param env {@code NAME=value}, or {@code NAME} to take a variable of the container away
 * @param privileged whether it has all capabilities and no system call filter
 */
public record ExecRequest(
    List<String> command,
    List<String> env,
    @Nullable String workingDirectory,
    @Nullable String user,
    boolean tty,
    boolean privileged) {

  public ExecRequest {
    command = List.copyOf(command);
    env = List.copyOf(env);
  }

  ProcessSpec process(Definition container) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (tty) {
      variables.put("TERM", "xterm");
    }
    container.env().forEach(each -> set(variables, each));
    env.forEach(each -> set(variables, each));
    return new ProcessSpec(
        command,
        variables.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList(),
        workingDirectory == null ? container.workingDirectory() : workingDirectory,
        user == null ? container.user() : user,
        tty);
  }

  private static void set(Map<String, String> variables, String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      variables.remove(word);
    } else {
      variables.put(word.substring(0, equals), word.substring(equals + 1));
    }
  }
}
