package dev.jbuild.builder.words;

import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A value of {@code --cache-from} or {@code --cache-to}: fields, or a reference alone. */
public final class CacheWord {
  private static final Set<String> BOTH = Set.of("type", "ref", "tag");
  private static final Set<String> ONLY_FROM = Set.of("src");
  private static final Set<String> ONLY_TO =
      Set.of("dest", "mode", "ignore-error", "image-manifest", "oci-mediatypes");

  private final String option;
  private final String word;
  private final Path here;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private CacheWord(String option, String word, Path here) {
    this.option = option;
    this.word = word;
    this.here = here;
  }

  public static CachePlace from(String word) {
    return from(word, Path.of(""));
  }

  /** Where a cache comes from, for someone whose working directory is {@code here}. */
  public static CachePlace from(String word, Path here) {
    CacheWord read = new CacheWord("--cache-from", word, here);
    read.split(ONLY_FROM);
    return read.place("src");
  }

  /** Where a cache goes, empty for {@code type=inline}: into the image. */
  public static Optional<CacheExport> to(String word) {
    return to(word, Path.of(""));
  }

  /** The same for someone whose working directory is {@code here}. */
  public static Optional<CacheExport> to(String word, Path here) {
    CacheWord read = new CacheWord("--cache-to", word, here);
    read.split(ONLY_TO);
    if (read.fields.getOrDefault("type", "").equals("inline")) {
      read.checkInline();
      return Optional.empty();
    }
    CachePlace place = read.place("dest");
    if (place instanceof CachePlace.Registry registry && registry.reference().digest() != null) {
      throw read.wrong("a cache is pushed under a tag, not a digest");
    }
    // Docker's own form of cache in registries is another one, and this one has no alternatives.
    read.choice("image-manifest", "true");
    read.choice("oci-mediatypes", "true");
    return Optional.of(
        new CacheExport(
            place,
            read.choice("mode", "min", "max").equals("max"),
            read.choice("ignore-error", "true", "false").equals("false")));
  }

  /** An image has no layers but its own, so there is nothing to choose. */
  private void checkInline() {
    if (choice("mode", "min", "max").equals("max")) {
      throw wrong(
          "a cache in the image holds only the steps of the image; leave mode=max out, or write a"
              + " cache of its own: type=registry,ref=NAME,mode=max");
    }
    Set<String> others = new TreeSet<>(fields.keySet());
    others.removeAll(Set.of("type", "mode"));
    if (!others.isEmpty()) {
      throw wrong("type=inline has no field " + String.join(", ", others));
    }
  }

  private void split(Set<String> more) {
    List<String> parts = CsvLine.split(word);
    if (parts.size() == 1 && word.indexOf('=') < 0) {
      fields.put("type", "registry");
      fields.put("ref", word);
      return;
    }
    for (String part : parts) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals).toLowerCase(Locale.ROOT);
      if (equals < 0 || !(BOTH.contains(name) || more.contains(name))) {
        throw wrong("invalid field " + part + "; expected type=local or type=registry and more");
      }
      fields.put(name, part.substring(equals + 1));
    }
  }

  private CachePlace place(String directory) {
    String type = fields.getOrDefault("type", "");
    return switch (type) {
      case "local" ->
          new CachePlace.Layout(
              here.resolve(required(directory)), fields.getOrDefault("tag", "latest"));
      case "registry" -> new CachePlace.Registry(reference());
      case "" -> throw wrong("type is missing; it is local or registry");
      case "inline" ->
          throw wrong("a cache in an image is read with --cache-from IMAGE or type=registry");
      default -> throw wrong("the type " + type + " is not supported; it is local or registry");
    };
  }

  private ImageReference reference() {
    try {
      return ImageReference.parse(required("ref"));
    } catch (OciFormatException e) {
      throw wrong(e.getMessage());
    }
  }

  private String required(String name) {
    String value = fields.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw wrong(name + " is missing");
    }
    return value;
  }

  /** The first is the default. */
  private String choice(String name, String... values) {
    String value = fields.getOrDefault(name, values[0]).toLowerCase(Locale.ROOT);
    if (!List.of(values).contains(value)) {
      throw wrong(name + " is " + String.join(" or ", values) + ", not " + value);
    }
    return value;
  }

  private IllegalArgumentException wrong(@Nullable String message) {
    return new IllegalArgumentException(option + " " + word + ": " + message);
  }
}
