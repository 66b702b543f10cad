package dev.jbuild.runner;

import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.NetworkMode;
import dev.jbuild.executor.net.Dns;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.executor.net.ResolvConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of /etc that say what the network is, as docker makes them.
 *
 * @param address the container's own, null when it has none
 * @param server of names, null for what the mode of the network says
 */
record NetworkFiles(
    NetworkOptions options,
    NetworkMode mode,
    String hostname,
    @Nullable String address,
    @Nullable String server) {
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
   * The name that a container gets when nobody names it: the host's where it shares the host's
   * network.
   */
  static String hostname(NetworkOptions options, String id) throws IOException {
    String asked = options.hostname();
    if (asked != null) {
      return asked;
    }
    return switch (options.network()) {
      case HOST -> Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      case NONE, PRIVATE, SHARED -> id;
    };
  }

  List<FileSpec> files() throws IOException {
    StringBuilder hosts = new StringBuilder(mode == NetworkMode.HOST ? hostsOfHost() : LOCAL_HOSTS);
    for (ExtraHost extra : options.hosts()) {
      hosts.append(extra.line(mode));
    }
    if (address != null) {
      hosts.append(address).append('\t').append(hostname).append('\n');
    }
    return List.of(
        FileSpec.of("/etc/hosts", hosts.toString()),
        FileSpec.of("/etc/hostname", hostname + "\n"),
        ResolvConf.of(mode, dns()));
  }

  private Dns dns() {
    Dns asked = options.dns();
    return server == null ? asked : new Dns(List.of(server), asked.search(), asked.options());
  }

  private static String hostsOfHost() throws IOException {
    try {
      String text = Files.readString(Path.of("/etc/hosts"));
      return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    } catch (NoSuchFileException e) {
      return LOCAL_HOSTS;
    }
  }
}
