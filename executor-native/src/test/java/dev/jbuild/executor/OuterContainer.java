package dev.jbuild.executor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code docker run --security-opt seccomp=unconfined} gives to a root that starts jbuild in
 * its container: 14 capabilities, without that to mount, and a /proc with parts hidden. The files
 * are this machine's.
 */
final class OuterContainer {
  private static final String CAPABILITIES =
      "-all,+chown,+dac_override,+fsetid,+fowner,+mknod,+net_raw,+setgid,+setuid,+setfcap,+setpcap"
          + ",+net_bind_service,+sys_chroot,+kill,+audit_write";

  private OuterContainer() {}

  /**
   * Runs a main program in a JVM of such a container.
   *
   * @param volume whether its home is on the machine's file system, else on an overlayfs as the
   *     container's own files are
   * @return all that it printed
   */
  static String run(Path directory, boolean volume, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(directory.resolve("home"));
    List<String> all = new ArrayList<>(List.of(home.toString()));
    all.addAll(List.of(arguments));
    List<String> java = ChildJvm.command(directory, main, all.toArray(String[]::new));
    String script =
        (volume ? "" : overlay(directory, home))
            + "cd /\nmount -t tmpfs none /proc/fs\nmount --bind /proc/sys /proc/sys\n"
            + "mount -o remount,bind,ro /proc/sys\nexec setpriv --inh-caps=-all --bounding-set="
            + (CAPABILITIES + " " + String.join(" ", java));
    Process process =
        new ProcessBuilder("unshare", "-m", "sh", "-ec", script).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IOException("no end in sight: " + output);
    }
    return output;
  }

  private static String overlay(Path directory, Path home) throws IOException {
    Path upper = Files.createDirectories(directory.resolve("overlay/upper"));
    Path work = Files.createDirectories(directory.resolve("overlay/work"));
    Path lower = Files.createDirectories(directory.resolve("overlay/lower"));
    return "mount -t overlay none -o lowerdir=%s,upperdir=%s,workdir=%s %s%n"
        .formatted(lower, upper, work, home);
  }
}
