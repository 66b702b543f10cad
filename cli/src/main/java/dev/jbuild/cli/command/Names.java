package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.util.ArrayList;
import java.util.List;

/** Image names as they come from the command line. */
final class Names {
  private Names() {}

  static ImageReference parse(String text) throws CommandException {
    try {
      return ImageReference.parse(text);
    } catch (OciFormatException e) {
      throw new CommandException(ExitCode.USAGE, text + ": " + e.getMessage(), e);
    }
  }

  static List<ImageReference> parse(List<String> texts) throws CommandException {
    List<ImageReference> names = new ArrayList<>();
    for (String text : texts) {
      names.add(parse(text));
    }
    return names;
  }

  /** Names to give an image, which have no digest. */
  static List<ImageReference> parseTags(List<String> texts) throws CommandException {
    List<ImageReference> tags = parse(texts);
    for (ImageReference tag : tags) {
      if (tag.digest() != null) {
        throw new CommandException(
            ExitCode.USAGE, tag.familiar() + ": an image cannot be given a name with a digest");
      }
    }
    return tags;
  }
}
