package dev.jbuild.builder.words;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The words of {@code --build-context NAME=SOURCE}. */
public final class ContextWord {
  private static final String IMAGE = "docker-image://";
  private static final String LAYOUT = "oci-layout://";
  private static final String SCRATCH = "scratch";

  private ContextWord() {}

  public static Map<ImageReference, ContextSource> parse(List<String> words) {
    return parse(words, Path.of(""));
  }

  /**
   * Reads the words of someone whose working directory is {@code here}.
   *
   * @throws IllegalArgumentException for a wrong word, or a file that is not there
   */
  public static Map<ImageReference, ContextSource> parse(List<String> words, Path here) {
    Map<ImageReference, ContextSource> contexts = new TreeMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw wrong("invalid context value: " + word + ", expected NAME=SOURCE");
      }
      String name = word.substring(0, equals);
      try {
        contexts.put(ImageReference.parse(name), source(name, word.substring(equals + 1), here));
      } catch (OciFormatException e) {
        throw wrong("invalid context " + word + ": " + e.getMessage());
      }
    }
    return contexts;
  }

  private static ContextSource source(String name, String value, Path here) {
    if (value.startsWith(IMAGE)) {
      String image = value.substring(IMAGE.length());
      return image.equals(SCRATCH)
          ? new ContextSource.Empty()
          : new ContextSource.Image(ImageReference.parse(image));
    }
    if (value.startsWith(LAYOUT)) {
      return layout(value.substring(LAYOUT.length()), here);
    }
    Optional<ContextSource> remote = RemoteWord.parse(value);
    if (remote.isPresent()) {
      return remote.get();
    }
    Path path = here.resolve(value);
    if (Files.isDirectory(path)) {
      return new ContextSource.Local(path);
    }
    if (Files.exists(path)) {
      return new ContextSource.Archive(path);
    }
    throw wrong("failed to get build context " + name + ": there is no " + value);
  }

  /** {@code DIR[:TAG][@DIGEST]}. */
  private static ContextSource layout(String value, Path here) {
    int at = value.lastIndexOf('@');
    Digest digest = at < 0 ? null : Digest.parse(value.substring(at + 1));
    String named = at < 0 ? value : value.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    return new ContextSource.OciLayout(
        here.resolve(tagged ? named.substring(0, colon) : named),
        tagged ? named.substring(colon + 1) : null,
        digest);
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }
}
