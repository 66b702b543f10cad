package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Platforms as they are written on the command line. */
final class Platforms {
  private Platforms() {}

  static @Nullable Platform only(@Nullable String word) throws CommandException {
    return word == null ? null : parse(word);
  }

  /** Words may be lists with commas; what is said twice counts once. */
  static List<Platform> all(List<String> words) throws CommandException {
    List<Platform> platforms = new ArrayList<>();
    for (String word : words) {
      for (String one : word.split(",", -1)) {
        Platform platform = parse(one.strip());
        if (!platforms.contains(platform)) {
          platforms.add(platform);
        }
      }
    }
    return platforms;
  }

  private static Platform parse(String word) throws CommandException {
    try {
      return Platform.parse(word);
    } catch (OciFormatException e) {
      throw new CommandException(ExitCode.USAGE, "--platform " + word + ": " + e.getMessage());
    }
  }
}
