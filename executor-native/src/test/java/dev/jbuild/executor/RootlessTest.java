package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as uid 1000 with subordinate ids. */
class RootlessTest {
  @TempDir Path directory;

  @Test
  void fullMap_always_behavesAsRootDoes() throws Exception {
    Map<String, String> found = run("auto", OrdinaryUser.RANGE);
    assertThat(found.remove("limit")).isNotNull();
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("isolation", "rootless-full"),
                Map.entry("weaker", ""),
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
                Map.entry("bomb", "2 can't fork"),
                Map.entry("diff", "etc etc/group tmp tmp/d tmp/f"),
                Map.entry("file", "4755 33:44"),
                Map.entry("same", "true"),
                Map.entry("runtime", "4"),
                Map.entry(
                    "warnings",
                    directory
                        + "/home/state/device: v: the device node is left out: making devices needs"
                        + " root"),
                Map.entry(
                    "far",
                    "set owner: owner 200000:0 of x is outside the mapped ids 0-65536: give"
                        + " the user a bigger range in /etc/subuid and /etc/subgid: Invalid argument"),
                Map.entry("removed", "true")));
  }

  @Test
  void limit_withoutAGroupOfTheUsersOwn_isAnErrorThatSaysHowToHaveOne() throws Exception {
    assertThat(run("auto", OrdinaryUser.RANGE).get("limit"))
        .startsWith("limit container: the limit of memory")
        .contains("cannot be enforced")
        .contains("systemd-run --user --scope -p Delegate=yes");
  }

  @Test
  void auto_withoutSubordinateIds_takesASingleIdAndSaysWhatToConfigure() throws Exception {
    assertThat(run("auto", ""))
        .containsEntry("isolation", "rootless-single")
        .extractingByKey("weaker")
        .asString()
        .startsWith("rootless-full: the user builder has no subordinate ids")
        .contains("add the line 'builder:100000:65536' to /etc/subuid and /etc/subgid");
  }

  @Test
  void full_withoutSubordinateIds_isNeverWeaker() throws Exception {
    assertThat(run("rootless-full", ""))
        .containsOnlyKeys("failure")
        .extractingByKey("failure")
        .asString()
        .contains("the user builder has no subordinate ids");
  }

  @Test
  void root_asAnotherUser_isRefused() throws Exception {
    assertThat(run("root", OrdinaryUser.RANGE).get("failure")).contains("this is uid 1000");
  }

  @Test
  void singleId_always_emulatesUsersAndOwners() throws Exception {
    assertThat(run("rootless-single", ""))
        .containsEntry("isolation", "rootless-single")
        .containsEntry("ids", "0|0|1 /root")
        .containsEntry("web", "33|33 50|0022")
        .containsEntry("caps", "CapEff:\t00000000a80425fb|CapBnd:\t00000000a80425fb")
        .containsEntry("diff", "etc etc/group tmp tmp/d tmp/f")
        .containsEntry("file", "4755 33:44")
        .containsEntry("same", "true")
        .containsEntry("removed", "true")
        .doesNotContainKeys("far", "failure");
  }

  @Test
  void singleId_withARuntime_isRefusedWithTheWayOut() throws Exception {
    assertThat(run("rootless-single", "").get("runtime"))
        .contains("isolation rootless-single has no runtimes here")
        .contains("leave --runtime out, or see with jbuild doctor");
  }

  private Map<String, String> run(String isolation, String range) throws Exception {
    return parse(new OrdinaryUser(directory).run(RootlessChecks.class, range, isolation));
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
