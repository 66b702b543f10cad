package dev.jbuild.builder.ops;

import dev.jbuild.builder.ExtraHost;
import dev.jbuild.executor.FileSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The /etc/hosts and /etc/resolv.conf that a RUN sees, and that leave no trace in its layer. */
final class HostFiles {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private HostFiles() {}

  /**
   * @param network whether the host's network is there, whose name servers are used then
   */
  static List<FileSpec> of(String hostname, List<ExtraHost> extra, boolean network)
      throws IOException {
    StringBuilder hosts = new StringBuilder("127.0.0.1\tlocalhost ").append(hostname);
    hosts.append("\n::1\tlocalhost ip6-localhost ip6-loopback\n");
    for (ExtraHost host : extra) {
      hosts.append(host.address()).append('\t').append(host.name()).append('\n');
    }
    return new ArrayList<>(
        List.of(
            FileSpec.of("/etc/hosts", hosts.toString()),
            FileSpec.of("/etc/resolv.conf", network ? resolvConf() : new byte[0])));
  }

  private static byte[] resolvConf() throws IOException {
    try {
      return Files.readAllBytes(RESOLV_CONF);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }
}
