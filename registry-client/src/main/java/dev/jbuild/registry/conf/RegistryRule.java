package dev.jbuild.registry.conf;

import java.nio.file.Path;
import java.util.List;

/**
 * One {@code [[registry]]} table.
 *
 * @param prefix the names that it is for: a host, a part of a repository, or {@code *.domain}
 * @param location what stands in the place of the prefix when an image is pulled, empty to leave
 *     names as they are
 * @param insecure whether its certificate is not checked and plain http is spoken if it has none
 * @param blocked whether it must not be called
 * @param mirrors in the order in which they are tried
 * @param file where the table stands, for messages
 */
public record RegistryRule(
    String prefix,
    String location,
    boolean insecure,
    boolean blocked,
    List<Mirror> mirrors,
    Path file) {

  public RegistryRule {
    mirrors = List.copyOf(mirrors);
  }

  /** How long the part of a name is that the prefix covers; 0 when the rule is not for it. */
  int covers(String name) {
    if (prefix.startsWith("*.")) {
      int end = name.indexOf('/') < 0 ? name.length() : name.indexOf('/');
      String host = name.substring(0, end).replaceFirst(":[0-9]+$", "");
      return host.endsWith(prefix.substring(1)) ? host.length() : 0;
    }
    boolean whole =
        name.length() == prefix.length()
            || (name.length() > prefix.length()
                && "/:@".indexOf(name.charAt(prefix.length())) >= 0);
    return name.startsWith(prefix) && whole ? prefix.length() : 0;
  }

  /** The name with another place for what the prefix covers. */
  String moved(String name, String to) {
    return to.isEmpty() ? name : to + name.substring(covers(name));
  }
}
