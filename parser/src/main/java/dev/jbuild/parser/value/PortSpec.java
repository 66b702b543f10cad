package dev.jbuild.parser.value;

import dev.jbuild.parser.text.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A word of EXPOSE, taken apart: {@code [ip:][hostPort:]port[-port][/protocol]}.
 *
 * @param text the whole word
 * @param address of the host, may be empty; it has no effect
 * @param hostPort a port or range of the host, may be empty; it has no effect
 * @param containerPort a port or range of the container
 * @param protocol as written, tcp if not given
 * @see <a href="https://docs.docker.com/reference/dockerfile/#expose">reference</a>
 */
public record PortSpec(
    String text, String address, String hostPort, String containerPort, String protocol) {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final int HIGHEST = 65_535;

  private record Range(int first, int last) {}

  /** Reads a word after its variables are expanded; only its protocol is checked so far. */
  public static PortSpec parse(String word) throws InvalidValueException {
    int lastColon = word.lastIndexOf(':');
    String container = word.substring(lastColon + 1);
    String before = lastColon < 0 ? "" : word.substring(0, lastColon);
    int hostColon = before.lastIndexOf(':');
    String address = hostColon < 0 ? "" : before.substring(0, hostColon);
    String hostPort = before.substring(hostColon + 1);
    int slash = container.indexOf('/');
    String protocol = slash < 0 ? "" : container.substring(slash + 1);
    String port = slash < 0 ? container : container.substring(0, slash);
    checkProtocol(word, port, protocol);
    return new PortSpec(word, address, hostPort, port, protocol.isEmpty() ? "tcp" : protocol);
  }

  private static void checkProtocol(String word, String port, String protocol)
      throws InvalidValueException {
    String invalid = "invalid port: " + Quoted.quote(word) + ": ";
    if (port.isEmpty()) {
      throw new InvalidValueException(invalid + "no port specified");
    }
    if (!protocol.isEmpty() && !PROTOCOLS.contains(protocol.toLowerCase(Locale.ROOT))) {
      throw new InvalidValueException(invalid + "invalid proto: " + protocol);
    }
  }

  private static void checkAddress(String address) throws InvalidValueException {
    boolean bracketed = address.startsWith("[") && address.endsWith("]");
    String bare = bracketed ? address.substring(1, address.length() - 1) : address;
    if (!address.isEmpty() && !IpAddress.isValid(bare)) {
      throw new InvalidValueException("invalid IP address: " + bare);
    }
  }

  private static Range range(String text, String what) throws InvalidValueException {
    int dash = text.indexOf('-');
    int first = number(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : number(text.substring(dash + 1));
    if (first < 0 || last < first) {
      throw new InvalidValueException("invalid " + what + ": " + text);
    }
    return new Range(first, last);
  }

  /** The number, or -1 if it is none. */
  private static int number(String text) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    String significant = digits.replaceFirst("^0+(?=.)", "");
    if (!plain || significant.length() > 5) {
      return -1;
    }
    int number = Integer.parseInt(significant);
    return number > HIGHEST ? -1 : number;
  }

  /** Whether an address or a port of the host is given. */
  public boolean hasHostPart() {
    return !address.isEmpty() || !hostPort.isEmpty();
  }

  /** Whether the protocol is written in lower case, as it should be. */
  public boolean isLowerCase() {
    return protocol.equals(protocol.toLowerCase(Locale.ROOT));
  }

  /** The ports of the container as an image config names them: {@code 80/tcp}. */
  public List<String> ports() throws InvalidValueException {
    Range range = checked();
    String lower = protocol.toLowerCase(Locale.ROOT);
    return IntStream.rangeClosed(range.first, range.last)
        .mapToObj(port -> port + "/" + lower)
        .toList();
  }

  /** Checks the address and the numbers. */
  public void check() throws InvalidValueException {
    Range range = checked();
    assert range.first <= range.last;
  }

  private Range checked() throws InvalidValueException {
    checkAddress(address);
    Range range = range(containerPort, "containerPort");
    if (!hostPort.isEmpty()) {
      Range host = range(hostPort, "hostPort");
      if (range.last > range.first && range.last - range.first != host.last - host.first) {
        throw new InvalidValueException(
            "invalid ranges specified for container and host Ports: "
                + containerPort
                + " and "
                + hostPort);
      }
    }
    return range;
  }
}
