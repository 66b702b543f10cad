package dev.jbuild.builder.remote;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A git repository and what of it: {@code https://host/repo.git#ref:directory}, or the same with
 * {@code ?ref=..&subdir=..}.
 *
 * @param remote the address of the repository alone
 * @param ref a branch, tag or commit id; null for the branch that the repository has checked out
 * @param directory the directory to take, "" for all
 * @param checksum the beginning of the commit id that the ref must have, null for any
 * @param keepGitDirectory whether {@code .git} is wanted, null when the address does not say
 */
public record GitAddress(
    String remote,
    @Nullable String ref,
    String directory,
    @Nullable String checksum,
    @Nullable Boolean keepGitDirectory,
    boolean submodules) {

  private static final Pattern URL =
      Pattern.compile("(?i)(https?|git|ssh)://[^?#]+(?:\\?(?<query>[^#]*))?(?:#(?<fragment>.*))?");
  private static final Pattern SCP =
      Pattern.compile("[\\w.-]+@[\\w.-]+:[^#]+(?:#(?<fragment>.*))?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /**
   * Reads an address. An http or https address means a repository only when its path ends in {@code
   * .git}.
   *
   * @return empty when it is no git address
   * @throws IllegalArgumentException when it is one that is wrong
   */
  public static Optional<GitAddress> parse(String text) {
    Matcher scp = SCP.matcher(text);
    Matcher url = URL.matcher(text);
    if (url.matches()) {
      String remote = text.replaceFirst("[?#].*", "");
      boolean web = url.group(1).toLowerCase(Locale.ROOT).startsWith("http");
      return web && !remote.endsWith(".git")
          ? Optional.empty()
          : Optional.of(at(remote, url.group("fragment")).withQuery(url.group("query")));
    }
    return scp.matches()
        ? Optional.of(at(text.replaceFirst("#.*", ""), scp.group("fragment")))
        : Optional.empty();
  }

  private static GitAddress at(String remote, @Nullable String fragment) {
    String[] parts = (fragment == null ? "" : fragment).split(":", 2);
    return new GitAddress(
        remote,
        parts[0].isEmpty() ? null : parts[0],
        parts.length < 2 ? "" : clean(parts[1]),
        null,
        null,
        true);
  }

  /** The directory without dots, which cannot lead out of the repository. */
  private static String clean(String directory) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : directory.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return String.join("/", names);
  }

  private GitAddress withQuery(@Nullable String query) {
    GitAddress address = this;
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        address = address.with(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return address.ref == null && address.checksum != null
        ? address.withRef(address.checksum)
        : address;
  }

  private GitAddress with(String name, String value) {
    boolean isSwitch = name.equals("submodules") || name.equals("keep-git-dir");
    if (value.isEmpty() && !isSwitch) {
      throw new IllegalArgumentException("query \"" + name + "\" has no value");
    }
    return switch (name) {
      case "ref" -> withRef(value);
      case "tag" -> withRef(value.startsWith("refs/tags/") ? value : "refs/tags/" + value);
      case "branch" -> withRef(value.startsWith("refs/heads/") ? value : "refs/heads/" + value);
      case "subdir" ->
          new GitAddress(
              remote,
              ref,
              agreed("subdir", directory.isEmpty() ? null : directory, clean(value)),
              checksum,
              keepGitDirectory,
              submodules);
      case "checksum", "commit" -> withChecksum(value);
      case "keep-git-dir" ->
          new GitAddress(remote, ref, directory, checksum, flag(name, value), submodules);
      case "submodules" ->
          new GitAddress(remote, ref, directory, checksum, keepGitDirectory, flag(name, value));
      default -> throw new IllegalArgumentException("unexpected query \"" + name + "\"");
    };
  }

  private GitAddress withRef(String value) {
    return new GitAddress(
        remote, agreed("ref", ref, value), directory, checksum, keepGitDirectory, submodules);
  }

  /** The same, whose commit id has to begin with {@code value}. */
  public GitAddress withChecksum(String value) {
    return new GitAddress(remote, ref, directory, value, keepGitDirectory, submodules);
  }

  private static String agreed(String what, @Nullable String one, String other) {
    if (one != null && !one.equals(other)) {
      throw new IllegalArgumentException(what + " conflicts: \"" + one + "\" vs \"" + other + "\"");
    }
    return other;
  }

  private static boolean flag(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "", "1", "t", "true" -> true;
      case "0", "f", "false" -> false;
      default ->
          throw new IllegalArgumentException("invalid " + name + " value: \"" + value + "\"");
    };
  }

  /** Whether a text is the id of a commit, and needs no server to be one. */
  static boolean isCommit(String ref) {
    return COMMIT.matcher(ref).matches();
  }

  /** Whether it is reached over SSH. */
  public boolean isSsh() {
    return SCP.matcher(remote).matches() || remote.toLowerCase(Locale.ROOT).startsWith("ssh://");
  }

  /** Whether one web server has both, so that credentials for one are for the other, too. */
  boolean isOnServerOf(GitAddress other) {
    return !isSsh()
        && !other.isSsh()
        && HttpAddress.sameOrigin(HttpAddress.parse(remote), HttpAddress.parse(other.remote));
  }

  /** The repository without password, and without user where that may be a secret. */
  public String shown() {
    return isSsh()
        ? remote.replaceFirst("(?i)^(ssh://[^/@:]*):[^/@]*@", "$1@")
        : HttpAddress.shown(HttpAddress.parse(remote));
  }
}
