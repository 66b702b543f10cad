package dev.jbuild.runner;

import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.NetworkMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The files of /etc that say what the network is, as docker makes them. */
record NetworkFiles(RunNetwork network, String hostname) {
  private static final String ADDRESS = "10.0.2.100";
  private static final String LOCAL_HOSTS =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  /**
   * The name that a container of the network has: the host's where it shares the host's network.
   */
  static String hostname(RunNetwork network, String id) throws IOException {
    return switch (network) {
      case HOST -> Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      case NONE, PRIVATE -> id;
    };
  }

  List<FileSpec> files() throws IOException {
    byte[] hosts =
        switch (network) {
          case HOST -> hostFile("/etc/hosts");
          case NONE -> LOCAL_HOSTS.getBytes(StandardCharsets.UTF_8);
          case PRIVATE ->
              (LOCAL_HOSTS + ADDRESS + "\t" + hostname + "\n").getBytes(StandardCharsets.UTF_8);
        };
    return List.of(
        FileSpec.of("/etc/hosts", hosts),
        FileSpec.of("/etc/hostname", hostname + "\n"),
        FileSpec.of("/etc/resolv.conf", resolver()));
  }

  /** That of a private network keeps the host's other settings, such as search domains. */
  private byte[] resolver() throws IOException {
    byte[] host = hostFile("/etc/resolv.conf");
    if (network != RunNetwork.PRIVATE) {
      return host;
    }
    StringBuilder text = new StringBuilder("nameserver " + NetworkMode.RESOLVER + "\n");
    new String(host, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("search") || line.startsWith("options"))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hostFile(String path) throws IOException {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (NoSuchFileException e) {
      return new byte[0]; // a host without a resolver is one without names, for containers too
    }
  }
}
