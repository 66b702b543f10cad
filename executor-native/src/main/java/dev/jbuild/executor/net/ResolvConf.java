package dev.jbuild.executor.net;

import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.NetworkMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The /etc/resolv.conf of containers (resolv.conf(5)), by docker's rules: who shares the host's
 * network has the host's file; others have its settings, but no name server on its loopback
 * interface, which they do not reach.
 */
public final class ResolvConf {
  /** Where systemd-resolved keeps the servers behind its own 127.0.0.53. */
  private static final Path BEHIND_SYSTEMD = Path.of("/run/systemd/resolve/resolv.conf");

  private static final String SYSTEMD = "127.0.0.53";

  private final Path host;
  private final Path behindSystemd;

  ResolvConf(Path host, Path behindSystemd) {
    this.host = host;
    this.behindSystemd = behindSystemd;
  }

  /** The file for a container of that network. */
  public static FileSpec of(NetworkMode network, Dns dns) throws IOException {
    return FileSpec.of(
        "/etc/resolv.conf",
        new ResolvConf(Path.of("/etc/resolv.conf"), BEHIND_SYSTEMD).text(network, dns));
  }

  String text(NetworkMode network, Dns dns) throws IOException {
    String hosts = read(host);
    if (network == NetworkMode.HOST && dns.equals(Dns.OF_HOST)) {
      return hosts;
    }
    StringBuilder text = new StringBuilder();
    (dns.servers().isEmpty() ? servers(network, hosts) : dns.servers())
        .forEach(server -> text.append("nameserver ").append(server).append('\n'));
    List<String> search = dns.search().isEmpty() ? last(hosts, "search") : dns.search();
    if (!search.isEmpty() && !search.equals(List.of("."))) {
      text.append("search ").append(String.join(" ", search)).append('\n');
    }
    List<String> options = dns.options().isEmpty() ? last(hosts, "options") : dns.options();
    if (!options.isEmpty()) {
      text.append("options ").append(String.join(" ", options)).append('\n');
    }
    return text.toString();
  }

  private List<String> servers(NetworkMode network, String hosts) throws IOException {
    List<String> servers = all(hosts, "nameserver");
    return switch (network) {
      case PRIVATE -> List.of(NetworkMode.RESOLVER);
      case SHARED ->
          throw new IllegalArgumentException("a network of several containers has its own server");
      case HOST -> servers;
      case NONE ->
          (servers.equals(List.of(SYSTEMD)) ? all(read(behindSystemd), "nameserver") : servers)
              .stream().filter(server -> !isLoopback(server)).toList();
    };
  }

  private static boolean isLoopback(String server) {
    return server.startsWith("127.") || server.equals("::1");
  }

  private static List<String> all(String text, String key) {
    List<String> values = new ArrayList<>();
    for (List<String> words : lines(text, key)) {
      values.addAll(words);
    }
    return values;
  }

  /** Of lines with the same key the last one counts. */
  private static List<String> last(String text, String key) {
    List<List<String>> lines = lines(text, key);
    return lines.isEmpty() ? List.of() : lines.getLast();
  }

  private static List<List<String>> lines(String text, String key) {
    return text.lines()
        .map(line -> List.of(line.strip().split("\\s+")))
        .filter(words -> words.getFirst().equals(key))
        .map(words -> words.subList(1, words.size()))
        .toList();
  }

  /** A host without the file is one without names, for containers too. */
  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
