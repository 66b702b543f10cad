package dev.jbuild.builder.image;

import dev.jbuild.registry.testing.PrivateContainers;
import java.util.ArrayList;
import java.util.List;

/** The installed skopeo, an independent reader and writer of every form that images have. */
public final class Skopeo {
  private Skopeo() {}

  public static void copy(String from, String to, String... options) {
    List<String> arguments = new ArrayList<>(List.of("copy", "-q"));
    arguments.addAll(List.of("--src-tls-verify=false", "--dest-tls-verify=false"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(from, to));
    run(arguments);
  }

  public static String inspect(String image, String... options) {
    List<String> arguments = new ArrayList<>(List.of("inspect"));
    arguments.addAll(List.of(options));
    if (image.startsWith("docker:")) {
      arguments.add("--tls-verify=false");
    }
    arguments.add(image);
    return run(arguments);
  }

  private static String run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    command.addAll(arguments);
    return Program.run(PrivateContainers.command(command));
  }
}
