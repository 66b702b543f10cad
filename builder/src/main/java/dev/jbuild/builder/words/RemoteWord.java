package dev.jbuild.builder.words;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.remote.GitAddress;
import dev.jbuild.builder.remote.HttpAddress;
import java.util.Optional;

/** Words that name a context which is not on this machine. */
public final class RemoteWord {
  private RemoteWord() {}

  /** Empty for what is neither the address of a git repository nor that of a web server. */
  public static Optional<ContextSource> parse(String word) {
    // The form of the first docker builds, which takes no scheme.
    String address = word.startsWith("github.com/") ? "https://" + repository(word) : word;
    try {
      if (GitAddress.parse(address).isPresent()) {
        return Optional.of(new ContextSource.Git(address));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(word + ": " + e.getMessage());
    }
    return HttpAddress.isOne(address)
        ? Optional.of(new ContextSource.Http(address))
        : Optional.empty();
  }

  private static String repository(String word) {
    int end = (word + "#").indexOf('#');
    String path = word.substring(0, end);
    return (path.endsWith(".git") ? path : path + ".git") + word.substring(end);
  }
}
