package dev.jbuild.builder.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of EXPOSE: {@code [ip:][hostPort:]port[-port][/protocol]}. */
final class Ports {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

  private Ports() {}

  /**
   * The container ports that the words name, each as {@code 80/tcp}.
   *
   * @throws IllegalArgumentException with docker's wording
   */
  static List<String> parse(List<String> words) {
    List<String> ports = new ArrayList<>();
    for (String word : words) {
      parse(word, ports);
    }
    return ports;
  }

  private static void parse(String word, List<String> ports) {
    int slash = word.indexOf('/');
    String protocol = slash < 0 ? "tcp" : word.substring(slash + 1).toLowerCase(Locale.ROOT);
    String address = slash < 0 ? word : word.substring(0, slash);
    String container = address.substring(address.lastIndexOf(':') + 1);
    if (container.isEmpty()) {
      throw new IllegalArgumentException("invalid port: \"" + word + "\": no port specified");
    }
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("invalid proto: " + protocol);
    }
    int dash = container.indexOf('-');
    int first = number(dash < 0 ? container : container.substring(0, dash), container);
    int last = dash < 0 ? first : number(container.substring(dash + 1), container);
    if (last < first) {
      throw new IllegalArgumentException("invalid containerPort: " + container);
    }
    for (int port = first; port <= last; port++) {
      ports.add(port + "/" + protocol);
    }
  }

  private static int number(String text, String whole) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > 5 || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("invalid containerPort: " + whole);
    }
    return Integer.parseInt(text);
  }
}
