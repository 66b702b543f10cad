package dev.jbuild.registry.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands of skopeo, podman and buildah that leave the machine's container storage alone: as root
 * they note there which registry has which blob, whatever storage they are told to use.
 */
public final class PrivateContainers {
  private static final String HIDE_STORAGE =
      "mkdir -p /var/lib/containers && mount -t tmpfs none /var/lib/containers && exec \"$@\"";

  private PrivateContainers() {}

  /** The command in a mount namespace of its own when we are root; others keep theirs at home. */
  public static List<String> command(List<String> command) {
    if (!System.getProperty("user.name").equals("root")) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", HIDE_STORAGE));
    all.add("sh");
    all.addAll(command);
    return all;
  }
}
