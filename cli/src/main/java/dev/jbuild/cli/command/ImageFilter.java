package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/** A value of {@code images --filter}, with docker's names. */
final class ImageFilter {
  private ImageFilter() {}

  /** All filters must hold, but of several references one is enough, as with docker. */
  static Predicate<ImageRow> all(List<String> words, LocalImages images)
      throws CommandException, BuildException, InterruptedException {
    Predicate<ImageRow> all = row -> true;
    Predicate<ImageRow> references = row -> false;
    boolean named = false;
    for (String word : words) {
      Predicate<ImageRow> one = parse(word, images);
      if (word.startsWith("reference=")) {
        references = references.or(one);
        named = true;
      } else {
        all = all.and(one);
      }
    }
    return named ? all.and(references) : all;
  }

  /** Images whose repository, with or without the tag, is this name or like this pattern. */
  static Predicate<ImageRow> named(String pattern) throws CommandException {
    return reference(pattern, pattern);
  }

  private static Predicate<ImageRow> parse(String word, LocalImages images)
      throws CommandException, BuildException, InterruptedException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    return switch (name) {
      case "dangling" -> dangling(word, value);
      case "reference" -> reference(word, value);
      case "label" -> label(value);
      case "before" -> {
        Instant time = created(value, images);
        yield row ->
            Objects.requireNonNullElse(row.image().created(), Instant.EPOCH).isBefore(time);
      }
      case "since" -> {
        Instant time = created(value, images);
        yield row -> Objects.requireNonNullElse(row.image().created(), Instant.EPOCH).isAfter(time);
      }
      default -> throw wrong(word, "it is dangling, reference, label, before or since");
    };
  }

  private static Predicate<ImageRow> dangling(String word, String value) throws CommandException {
    return switch (value) {
      case "true", "1" -> row -> row.name() == null;
      case "false", "0" -> row -> row.name() != null;
      default -> throw wrong(word, "dangling is true or false");
    };
  }

  /** A star stands for anything but a slash, as with docker. */
  private static Predicate<ImageRow> reference(String word, String value) throws CommandException {
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + value);
      return row ->
          row.name() != null
              && (matcher.matches(Path.of(row.repository()))
                  || matcher.matches(Path.of(row.repository() + ":" + row.tag())));
    } catch (PatternSyntaxException e) {
      throw wrong(word, "the pattern is none: " + e.getDescription());
    }
  }

  private static Predicate<ImageRow> label(String value) {
    int equals = value.indexOf('=');
    String name = equals < 0 ? value : value.substring(0, equals);
    return row -> {
      Map<String, String> labels = row.image().config().config().labels();
      return equals < 0
          ? labels.containsKey(name)
          : value.substring(equals + 1).equals(labels.get(name));
    };
  }

  private static Instant created(String image, LocalImages images)
      throws BuildException, InterruptedException {
    return Objects.requireNonNullElse(images.find(image).created(), Instant.EPOCH);
  }

  private static CommandException wrong(String word, String message) {
    return new CommandException(ExitCode.USAGE, "--filter " + word + ": " + message);
  }
}
