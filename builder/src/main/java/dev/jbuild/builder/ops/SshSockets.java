package dev.jbuild.builder.ops;

import dev.jbuild.builder.SshSource;
import dev.jbuild.builder.ssh.AgentBackend;
import dev.jbuild.builder.ssh.AgentSocket;
import dev.jbuild.builder.ssh.KeyAgent;
import dev.jbuild.builder.ssh.RemoteAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.parser.ast.FileAttributes;
import dev.jbuild.parser.ast.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of ssh mounts. */
final class SshSockets {
  private static final int DEFAULT_MODE = 0600;
  private static final int LONGEST_ADDRESS = 107;

  private final Store store;
  private final Map<String, SshSource> sources;

  SshSockets(Store store, Map<String, SshSource> sources) {
    this.store = store;
    this.sources = sources;
  }

  /**
   * Begins to answer at a socket, if there is an agent of that id.
   *
   * @throws RunSetupException when it is required and not there, or cannot be used
   */
  void open(Mount.Ssh ssh, OpenMounts open) throws IOException {
    SshSource source = sources.get(ssh.id());
    if (source == null) {
      if (ssh.required()) {
        throw new RunSetupException(
            "no SSH key \""
                + ssh.id()
                + "\" forwarded from the client: give the build --ssh "
                + ssh.id());
      }
      return;
    }
    AgentBackend agent = agent(source);
    Path directory = directory();
    open.hold(() -> Files.deleteIfExists(directory));
    Path path = directory.resolve("s");
    AgentSocket socket = AgentSocket.listen(path, agent);
    open.hold(socket::close);
    FileAttributes attributes = ssh.attributes();
    Integer mode = attributes.mode();
    open.mount(
        new MountSpec.Socket(
            path,
            ssh.target(),
            mode == null ? DEFAULT_MODE : mode & 0777,
            id(attributes.uid()),
            id(attributes.gid())));
  }

  private static AgentBackend agent(SshSource source) throws RunSetupException {
    try {
      return switch (source) {
        case SshSource.Agent agent -> RemoteAgent.of(agent.socket());
        case SshSource.Keys keys -> KeyAgent.of(keys.files());
      };
    } catch (IOException e) {
      throw new RunSetupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The address of a socket has to be short, which the store's place need not be. */
  private Path directory() throws IOException {
    Path usual = store.newTemporaryDirectory("ssh");
    if (usual.resolve("s").toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_ADDRESS) {
      return usual;
    }
    Files.delete(usual);
    return Files.createTempDirectory("jbuild-ssh");
  }

  private static long id(@Nullable Long id) {
    return id == null ? 0 : id;
  }
}
