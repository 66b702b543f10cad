package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same as uid 1000 with subordinate ids. The user exists only in a mount namespace of its own,
 * where copies of /etc/passwd, /etc/subuid and /etc/subgid are bound over the machine's.
 */
class RootlessTest {
  private static final String RANGE = "builder:100000:65536\n";

  @TempDir Path directory;

  @Test
  void fullMap_always_behavesAsRootDoes() throws Exception {
    assertThat(run("auto", RANGE))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("isolation", "rootless-full"),
                Map.entry("code", "[3]"),
                Map.entry("ids", "0|0|1 /root"),
                Map.entry("web", "33|33 50|0022|denied"),
                Map.entry("caps", "CapEff:\t00000000a80425fb|CapBnd:\t00000000a80425fb"),
                Map.entry(
                    "devices",
                    "core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero"),
                Map.entry("mounts", "safe"),
                Map.entry("hostname", "localhost"),
                Map.entry("network", "1"),
                Map.entry("hostnet", "safe"),
                Map.entry("hosts", "h"),
                Map.entry("diff", "etc etc/group tmp tmp/d tmp/f"),
                Map.entry("file", "4755 33:44"),
                Map.entry("same", "true"),
                Map.entry(
                    "warnings",
                    directory
                        + "/home/state/device: v: the device node is left out: making devices needs"
                        + " root"),
                Map.entry(
                    "far",
                    "set owner: owner 200000:0 of x is outside the mapped ids: give the user a"
                        + " bigger range in /etc/subuid and /etc/subgid: Invalid argument"),
                Map.entry("removed", "true")));
  }

  @Test
  void auto_withoutSubordinateIds_saysWhatToConfigure() throws Exception {
    assertThat(run("auto", ""))
        .containsOnlyKeys("failure")
        .extractingByKey("failure")
        .asString()
        .contains("add the line 'builder:100000:65536' to /etc/subuid and /etc/subgid");
  }

  @Test
  void root_asAnotherUser_isRefused() throws Exception {
    assertThat(run("root", RANGE).get("failure")).contains("this is uid 1000");
  }

  @Test
  void singleId_whenAskedFor_runsAsRootOnly() throws Exception {
    assertThat(run("rootless-single", ""))
        .containsEntry("isolation", "rootless-single")
        .containsEntry("ids", "0|0|1 /root")
        .extractingByKey("failure")
        .asString()
        .contains("outside the mapped ids");
  }

  private Map<String, String> run(String isolation, String range) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path home = Files.createDirectory(directory.resolve("home"));
    Files.setAttribute(home, "unix:uid", 1000);
    Files.setAttribute(home, "unix:gid", 1000);
    List<String> java =
        ChildJvm.command(directory, RootlessChecks.class, home.toString(), isolation);
    Process process =
        new ProcessBuilder("unshare", "-m", "sh", "-ec", script(range, java))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return parse(output);
  }

  private String script(String range, List<String> java) throws IOException {
    Files.writeString(
        directory.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nbuilder:x:1000:1000::/:/bin/sh\n");
    Files.writeString(directory.resolve("subuid"), range);
    Files.writeString(directory.resolve("subgid"), range);
    StringBuilder script = new StringBuilder("cd /\n");
    for (String file : List.of("passwd", "subuid", "subgid")) {
      script.append("mount --bind ").append(directory.resolve(file));
      script.append(" /etc/").append(file).append('\n');
    }
    return script
        .append("exec setpriv --reuid 1000 --regid 1000 --clear-groups ")
        .append(String.join(" ", java))
        .toString();
  }

  private static Map<String, String> parse(String output) {
    Map<String, String> values = new TreeMap<>();
    for (String line : output.lines().toList()) {
      String[] parts = line.split("=", 2);
      values.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    return values;
  }
}
