package dev.jbuild.cli.command;

import dev.jbuild.builder.SshSource;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of {@code --ssh}, as buildx has them: {@code default} or {@code id=PATH,...}. */
final class SshWords {
  private final Host host;

  SshWords(Host host) {
    this.host = host;
  }

  Map<String, SshSource> read(List<String> words) throws CommandException {
    Map<String, SshSource> agents = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String id = equals < 0 ? word : word.substring(0, equals);
      if (id.isEmpty()) {
        throw new CommandException(
            ExitCode.USAGE, "--ssh is default or ID=PATH[,PATH], not \"" + word + "\"");
      }
      agents.put(id, equals < 0 ? ofTheUser() : source(id, word.substring(equals + 1)));
    }
    return agents;
  }

  private SshSource ofTheUser() throws CommandException {
    String socket = host.variable("SSH_AUTH_SOCK");
    if (socket == null || socket.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set, or name a socket or key"
              + " files: --ssh default=PATH");
    }
    return new SshSource.Agent(host.path(socket));
  }

  private SshSource source(String id, String paths) throws CommandException {
    List<Path> keys = new ArrayList<>();
    List<Path> sockets = new ArrayList<>();
    for (String path : paths.split(",", -1)) {
      Path file = host.path(path);
      if (!Files.exists(file)) {
        throw new CommandException(
            ExitCode.USAGE, "--ssh " + id + ": failed to stat " + path + ": no such file");
      }
      (Files.isRegularFile(file) ? keys : sockets).add(file);
    }
    if (sockets.isEmpty()) {
      return new SshSource.Keys(keys);
    }
    if (sockets.size() > 1 || !keys.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "--ssh " + id + " takes one agent socket, or key files, not both");
    }
    return new SshSource.Agent(sockets.getFirst());
  }
}
