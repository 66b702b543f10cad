package dev.jbuild.builder.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The installed sshd on a free port of the loopback interface, with keys of its own. The client has
 * a configuration of its own as well, so that nothing of the user who tests is read or written.
 */
public final class SshServer implements AutoCloseable {
  private static final String SSHD = "/usr/sbin/sshd";

  private final Path directory;
  private final int port;
  private final Process process;

  private SshServer(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts a server that knows {@link #key}, and whom the client knows. */
  public static SshServer start(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    makeKey(directory.resolve("host"));
    makeKey(directory.resolve("key"));
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd")); // it insists on this one
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration = directory.resolve("sshd_config");
    Files.write(
        configuration,
        List.of(
            "ListenAddress 127.0.0.1:" + port,
            "HostKey " + directory.resolve("host"),
            "AuthorizedKeysFile " + directory.resolve("key.pub"),
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "PermitRootLogin prohibit-password"));
    Process process =
        new ProcessBuilder(SSHD, "-D", "-e", "-f", configuration.toString())
            .redirectErrorStream(true)
            .start();
    SshServer server = new SshServer(directory, port, process);
    server.awaitStart();
    server.writeClientConfiguration();
    return server;
  }

  private void awaitStart() throws IOException {
    BufferedReader log = process.inputReader();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.startsWith("Server listening")) {
        Thread.ofVirtual().start(() -> drain(log));
        return;
      }
    }
    throw new IOException("sshd did not start");
  }

  private static void drain(BufferedReader log) {
    try {
      log.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The server was ended.
    }
  }

  private void writeClientConfiguration() throws IOException {
    Files.writeString(
        knownHosts(),
        "[127.0.0.1]:" + port + " " + Files.readString(directory.resolve("host.pub")));
    Files.write(
        directory.resolve("ssh_config"),
        List.of(
            "UserKnownHostsFile " + knownHosts(),
            "GlobalKnownHostsFile none",
            "Host forge",
            "  HostName 127.0.0.1",
            "  Port " + port,
            "  User " + System.getProperty("user.name")));
  }

  /** Makes a key without a passphrase, with {@code .pub} beside it. */
  static void makeKey(Path file) throws IOException, InterruptedException {
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
            .inheritIO()
            .start();
    if (keygen.waitFor() != 0) {
      throw new IOException("ssh-keygen failed");
    }
  }

  /** The private key that the server takes. */
  public Path key() {
    return directory.resolve("key");
  }

  /** What the client takes for the hosts that it knows. */
  Path knownHosts() {
    return directory.resolve("known_hosts");
  }

  /** Makes the client take {@link #key} without being told. */
  void keyIsTheUsers() throws IOException {
    Files.writeString(
        directory.resolve("ssh_config"),
        "  IdentityFile " + key() + "\n",
        StandardOpenOption.APPEND);
  }

  /** {@code ssh://user@127.0.0.1:port/path}. */
  public String address(Path repository) {
    return "ssh://" + System.getProperty("user.name") + "@127.0.0.1:" + port + repository;
  }

  /** A value for GIT_SSH_COMMAND. The client calls the server {@code forge}, too. */
  public String command() {
    return "ssh -F '" + directory.resolve("ssh_config") + "'";
  }

  @Override
  public void close() {
    process.destroy();
  }
}
