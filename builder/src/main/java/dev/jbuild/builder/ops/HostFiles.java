package dev.jbuild.builder.ops;

import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.NetworkMode;
import dev.jbuild.executor.net.Dns;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.executor.net.ResolvConf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The /etc/hosts and /etc/resolv.conf that a RUN sees, and that leave no trace in its layer. */
final class HostFiles {
  private HostFiles() {}

  static List<FileSpec> of(String hostname, List<ExtraHost> extra, NetworkMode network)
      throws IOException {
    StringBuilder hosts = new StringBuilder("127.0.0.1\tlocalhost ").append(hostname);
    hosts.append("\n::1\tlocalhost ip6-localhost ip6-loopback\n");
    for (ExtraHost host : extra) {
      hosts.append(host.line(network));
    }
    return new ArrayList<>(
        List.of(FileSpec.of("/etc/hosts", hosts.toString()), ResolvConf.of(network, Dns.OF_HOST)));
  }
}
