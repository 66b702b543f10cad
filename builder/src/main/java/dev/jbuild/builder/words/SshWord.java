package dev.jbuild.builder.words;

import dev.jbuild.builder.SshSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of {@code --ssh}, as buildx has them: {@code default} or {@code id=PATH,...}. */
public final class SshWord {
  private SshWord() {}

  /**
   * The agents by their ids.
   *
   * @param variables the environment, for {@code SSH_AUTH_SOCK}
   * @param here where names of files begin
   * @throws IllegalArgumentException saying which word is wrong
   */
  public static Map<String, SshSource> read(
      List<String> words, Map<String, String> variables, Path here) {
    Map<String, SshSource> agents = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String id = equals < 0 ? word : word.substring(0, equals);
      if (id.isEmpty()) {
        throw new IllegalArgumentException(
            "--ssh is default or ID=PATH[,PATH], not \"" + word + "\"");
      }
      agents.put(
          id,
          equals < 0 ? ofTheUser(variables, here) : source(id, word.substring(equals + 1), here));
    }
    return agents;
  }

  private static SshSource ofTheUser(Map<String, String> variables, Path here) {
    String socket = variables.get("SSH_AUTH_SOCK");
    if (socket == null || socket.isEmpty()) {
      throw new IllegalArgumentException(
          "invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set, or name a socket or key"
              + " files: --ssh default=PATH");
    }
    return new SshSource.Agent(here.resolve(socket));
  }

  private static SshSource source(String id, String paths, Path here) {
    List<Path> keys = new ArrayList<>();
    List<Path> sockets = new ArrayList<>();
    for (String path : paths.split(",", -1)) {
      Path file = here.resolve(path);
      if (!Files.exists(file)) {
        throw new IllegalArgumentException(
            "--ssh " + id + ": failed to stat " + path + ": no such file");
      }
      (Files.isRegularFile(file) ? keys : sockets).add(file);
    }
    if (sockets.isEmpty()) {
      return new SshSource.Keys(keys);
    }
    if (sockets.size() > 1 || !keys.isEmpty()) {
      throw new IllegalArgumentException(
          "--ssh " + id + " takes one agent socket, or key files, not both");
    }
    return new SshSource.Agent(sockets.getFirst());
  }
}
