package dev.jbuild.builder.ssh;

import dev.jbuild.builder.SshSource;
import dev.jbuild.cache.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A socket at which the agent or the keys of a build answer until it is closed. */
public final class ForwardedAgent implements AutoCloseable {
  private static final String NAME = "s";
  private static final int LONGEST_ADDRESS = 107;

  private final Path directory;
  private final AgentSocket socket;

  private ForwardedAgent(Path directory, AgentSocket socket) {
    this.directory = directory;
    this.socket = socket;
  }

  /**
   * Begins to answer.
   *
   * @throws IOException when there is no such agent, or a key cannot be used; names which
   */
  public static ForwardedAgent open(SshSource source, Store store) throws IOException {
    AgentBackend agent =
        switch (source) {
          case SshSource.Agent other -> RemoteAgent.of(other.socket());
          case SshSource.Keys keys -> KeyAgent.of(keys.files());
        };
    Path directory = directory(store);
    try {
      return new ForwardedAgent(directory, AgentSocket.listen(directory.resolve(NAME), agent));
    } catch (IOException e) {
      Files.delete(directory);
      throw e;
    }
  }

  /** The address of a socket has to be short, which the store's place need not be. */
  private static Path directory(Store store) throws IOException {
    Path usual = store.newTemporaryDirectory("ssh");
    int length = usual.resolve(NAME).toString().getBytes(StandardCharsets.UTF_8).length;
    if (length <= LONGEST_ADDRESS) {
      return usual;
    }
    Files.delete(usual);
    return Files.createTempDirectory("jbuild-ssh");
  }

  public Path path() {
    return directory.resolve(NAME);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    Files.deleteIfExists(directory);
  }
}
