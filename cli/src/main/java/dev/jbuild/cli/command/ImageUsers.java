package dev.jbuild.cli.command;

import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.container.ContainerList;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Which images listed containers were made of. Their files stay whatever becomes of the image; its
 * last name, or the image of a running container given by ID, is not taken away by accident.
 */
record ImageUsers(ContainerList containers) {

  /** Fails as docker does when the image is in use. */
  void check(String word, LocalImage image, boolean force) throws CommandException, IOException {
    List<Listed> users =
        containers.all().stream()
            .filter(each -> each.definition().imageId().equals(image.id().toString()))
            .toList();
    if (users.isEmpty()) {
      return;
    }
    if (!isId(word, image)) {
      if (!force && image.tags().size() <= 1) {
        throw conflict(
            "remove repository reference \""
                + word
                + "\" (must force) - container "
                + users.getFirst().shortId()
                + " is using its referenced image "
                + image.id().shortHex());
      }
      return;
    }
    Optional<Listed> running = users.stream().filter(each -> each.state().isRunning()).findFirst();
    if (running.isPresent()) {
      throw conflict(
          "delete "
              + image.id().shortHex()
              + " (cannot be forced) - image is being used by running container "
              + running.get().shortId());
    }
    if (!force) {
      throw conflict(
          "delete "
              + image.id().shortHex()
              + " (must be forced) - image is being used by stopped container "
              + users.getFirst().shortId());
    }
  }

  private static boolean isId(String word, LocalImage image) {
    boolean name =
        image.tags().stream()
            .anyMatch(
                tag -> tag.familiar().equals(word) || tag.familiar().equals(word + ":latest"));
    String hex = word.startsWith("sha256:") ? word.substring(7) : word;
    return !name && image.id().hex().startsWith(hex);
  }

  private static CommandException conflict(String what) {
    return new CommandException(ExitCode.FAILED, "conflict: unable to " + what);
  }
}
