package dev.jbuild.runner;

import dev.jbuild.executor.PublishedPort;
import dev.jbuild.executor.PublishedPort.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ports as {@code docker run -p} and EXPOSE write them. */
public final class PortWords {
  private static final Pattern WORD =
      Pattern.compile(
          "(?:(?:(?:\\[(?<six>[^\\]]*)\\]|(?<four>[^:\\[\\]]*)):)?(?<host>[0-9]+(?:-[0-9]+)?)?:)?"
              + "(?<inside>[0-9]+(?:-[0-9]+)?)(?:/(?<protocol>[a-z]+))?");

  private static final int HIGHEST = 65535;

  private PortWords() {}

  private record Range(int first, int last) {
    static Range parse(String text, String word) {
      String[] ends = text.split("-", -1);
      try {
        Range range = new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        if (range.first <= range.last && range.last <= HIGHEST) {
          return range;
        }
      } catch (NumberFormatException e) {
        throw wrong(word, text + " is no port", e);
      }
      throw wrong(word, text + " is no port or range of ports up to " + HIGHEST, null);
    }

    int size() {
      return last - first + 1;
    }
  }

  /**
   * Reads {@code [IP:][HOST:]CONTAINER[/tcp|udp]}. Without HOST a free port is taken. Ranges of the
   * same length go together one by one; of a HOST range for one port the first free one is taken.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static List<PublishedPort> parse(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      throw wrong(word, "it is [IP:][HOST:]CONTAINER[/tcp|udp], an IPv6 address in brackets", null);
    }
    String six = matcher.group("six");
    String address = address(six == null ? matcher.group("four") : six, word);
    Range inside = Range.parse(matcher.group("inside"), word);
    String text = matcher.group("host");
    Range host = text == null ? null : Range.parse(text, word);
    Protocol protocol = protocol(matcher.group("protocol"), word);
    if (inside.first == 0) {
      throw wrong(word, "a container has no port 0", null);
    }
    return pairs(host, inside, word).stream()
        .map(pair -> new PublishedPort(address, pair[0], pair[1], pair[2], protocol))
        .toList();
  }

  /** First and last port of the host, port of the container. */
  private static List<int[]> pairs(@Nullable Range host, Range inside, String word) {
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < inside.size(); i++) {
      int port = inside.first + i;
      if (host == null) {
        pairs.add(new int[] {0, 0, port});
      } else if (inside.size() == 1) {
        pairs.add(new int[] {host.first, host.last, port});
      } else if (inside.size() == host.size()) {
        pairs.add(new int[] {host.first + i, host.first + i, port});
      } else {
        throw wrong(
            word, "the ranges have " + host.size() + " and " + inside.size() + " ports", null);
      }
    }
    return pairs;
  }

  private static @Nullable String address(@Nullable String text, String word) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (!text.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*")) {
      throw wrong(word, "\"" + text + "\" is no IP address of this machine", null);
    }
    return text;
  }

  private static Protocol protocol(@Nullable String text, String word) {
    if (text == null || text.equals("tcp")) {
      return Protocol.TCP;
    }
    if (text.equals("udp")) {
      return Protocol.UDP;
    }
    throw wrong(word, "only tcp and udp can be published, not " + text, null);
  }

  private static IllegalArgumentException wrong(
      String word, String what, @Nullable Throwable cause) {
    return new IllegalArgumentException("cannot publish \"" + word + "\": " + what, cause);
  }

  /** All that an image exposes and the user did not publish already, each on a free port. */
  static List<PublishedPort> exposed(Collection<String> exposed, List<PublishedPort> published) {
    return exposed.stream()
        .flatMap(word -> parse(word).stream())
        .filter(
            port ->
                published.stream()
                    .noneMatch(
                        other ->
                            other.containerPort() == port.containerPort()
                                && other.protocol() == port.protocol()))
        .toList();
  }
}
