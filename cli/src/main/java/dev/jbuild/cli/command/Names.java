package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Image names as they come from the command line. */
final class Names {
  private static final Set<String> HUB =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

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

  /** The name of what has a digest in the repository of an image. */
  static ImageReference ofDigest(ImageReference image, Digest digest) {
    return new ImageReference(image.registry(), image.repository(), null, digest);
  }

  /** A registry as it stands in image names; docker's addresses of Docker Hub mean docker.io. */
  static String registry(String text) throws CommandException {
    String host = text.replaceFirst("^https?://", "").replaceFirst("/(?:v[12]/?)?$", "");
    if (HUB.contains(host)) {
      return "docker.io";
    }
    if (host.contains("/") || !parse(host + "/name").registry().equals(host)) {
      throw new CommandException(
          ExitCode.USAGE,
          text + ": not a registry; give its host as in image names, such as ghcr.io or host:5000");
    }
    return host;
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

  /** A name for all tags, which says none. */
  static ImageReference repository(String word) throws CommandException {
    ImageReference name = parse(word);
    String last = word.substring(word.lastIndexOf('/') + 1);
    if (last.indexOf(':') >= 0 || last.indexOf('@') >= 0) {
      throw new CommandException(
          ExitCode.USAGE, "tag can't be used with --all-tags/-a: name the repository alone");
    }
    return name;
  }
}
