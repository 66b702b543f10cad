package dev.jbuild.builder.ops;

import dev.jbuild.builder.SshSource;
import dev.jbuild.builder.ssh.ForwardedAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.parser.ast.FileAttributes;
import dev.jbuild.parser.ast.Mount;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of ssh mounts. */
final class SshSockets {
  private static final int DEFAULT_MODE = 0600;

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
    ForwardedAgent agent = agent(source);
    open.hold(agent::close);
    FileAttributes attributes = ssh.attributes();
    Integer mode = attributes.mode();
    open.mount(
        new MountSpec.Socket(
            agent.path(),
            ssh.target(),
            mode == null ? DEFAULT_MODE : mode & 0777,
            id(attributes.uid()),
            id(attributes.gid())));
  }

  private ForwardedAgent agent(SshSource source) throws RunSetupException {
    try {
      return ForwardedAgent.open(source, store);
    } catch (IOException e) {
      throw new RunSetupException(String.valueOf(e.getMessage()), e);
    }
  }

  private static long id(@Nullable Long id) {
    return id == null ? 0 : id;
  }
}
