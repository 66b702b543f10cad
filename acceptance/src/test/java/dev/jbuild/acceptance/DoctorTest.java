package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@code jbuild doctor} on machines that lack something: each lack is made in a mount namespace,
 * and its line names the command that mends it. Only root can take so much away.
 */
class DoctorTest {
  private static final String WITHOUT = "mount --bind /dev/null ";

  private Bench bench = new Bench(User.SELF);

  @AfterEach
  void removeBench() {
    bench.close();
  }

  /** What doctor says after {@code lack}, shell commands for a mount namespace. */
  private Outcome doctor(User user, String lack, String... before) {
    if (user != User.SELF) {
      bench.close();
      bench = new Bench(user);
    }
    List<String> words = new ArrayList<>(List.of(before));
    words.addAll(List.of(user.launcher(bench.home()).toString(), "doctor"));
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    all.add(lack.replace("HOME", bench.home().toString()) + "\nexec \"$@\"");
    all.add("sh");
    all.addAll(user.command(bench.home(), words));
    return new Command(all, bench.home(), Map.of())
        .with(
            Map.of(
                "HOME", bench.home().toString(),
                "JBUILD_ROOT", bench.store().toString(),
                "JBUILD_JAVA_OPTS", "-Djava.io.tmpdir=" + bench.temporary()))
        .run();
  }

  @Test
  void doctor_ofAnOrdinaryUserWithAll_takesRootlessFull() {
    assertThat(doctor(User.UID_1000, "").expectSuccess().out())
        .containsPattern("(?m)^rootless-full +yes, taken$")
        .contains("isolation root is for root, but this is uid 1000: sudo jbuild");
  }

  @Test
  void doctor_withoutNewuidmap_namesItsPackage() {
    assertThat(doctor(User.UID_1000, WITHOUT + "/usr/bin/newuidmap").expectSuccess().out())
        .containsPattern("(?m)^rootless-single +yes, taken$")
        .contains("newuidmap and newgidmap are needed", "apt-get install uidmap");
  }

  @Test
  void doctor_withoutSubordinateIds_namesTheCommandThatGivesThem() {
    String none = "mount --bind /dev/null /etc/subuid; mount --bind /dev/null /etc/subgid";
    bench.close();
    bench = new Bench(User.UID_1000);
    Outcome outcome =
        new Command(
                List.of(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    none + "; exec \"$@\"",
                    "sh",
                    "setpriv",
                    "--reuid",
                    "1000",
                    "--regid",
                    "1000",
                    "--clear-groups",
                    "--inh-caps=-all",
                    Checkout.DISTRIBUTION.resolve("bin/jbuild").toString(),
                    "doctor"),
                bench.home(),
                Map.of("HOME", bench.home().toString(), "JBUILD_ROOT", bench.store().toString()))
            .run();
    assertThat(outcome.out()).contains("has no subordinate ids", "usermod --add-subuids");
  }

  @Test
  void doctor_withoutAUserModeStack_namesItsPackage() {
    String lack =
        WITHOUT
            + "/usr/bin/slirp4netns; for each in pasta pasta.avx2 passt; do "
            + "[ ! -e /usr/bin/$each ] || "
            + WITHOUT
            + "/usr/bin/$each; done";
    assertThat(doctor(User.UID_1000, lack).expectSuccess().out())
        .containsPattern("(?m)^private network +no: apt-get install slirp4netns or passt");
  }

  @Test
  void doctor_withoutATunDevice_namesTheModule() {
    assertThat(doctor(User.SELF, "mount -t tmpfs none /dev/net").expectSuccess().out())
        .containsPattern("(?m)^private network +no: /dev/net/tun: No such file.* modprobe tun");
  }

  @Test
  void doctor_withoutControlGroups_namesTheMount() {
    String lack = "umount -l -R /sys/fs/cgroup; mount -t tmpfs none /sys/fs/cgroup";
    assertThat(doctor(User.SELF, lack).expectSuccess().out())
        .containsPattern("(?m)^memory limit +.*mount -t cgroup2 none /sys/fs/cgroup$");
  }

  @Test
  void doctor_whereUserNamespacesAreOff_namesTheSetting() {
    String[] off = {
      "unshare",
      "--user",
      "--map-root-user",
      "sh",
      "-c",
      "echo 0 >/proc/sys/user/max_user_namespaces; exec setpriv --bounding-set=-all --inh-caps=-all "
          + "\"$0\" \"$@\""
    };
    assertThat(doctor(User.UID_1000, "", off).out())
        .contains("user namespaces are switched off: sysctl -w user.max_user_namespaces=15000");
  }

  @Test
  void doctor_whereTheStoreIsAnOverlay_saysWhatThatCosts() {
    String lack =
        "mkdir -p HOME/lower HOME/ram HOME/store; mount -t tmpfs none HOME/ram;"
            + " mkdir HOME/ram/upper HOME/ram/work; mount -t overlay -o"
            + " lowerdir=HOME/lower,upperdir=HOME/ram/upper,workdir=HOME/ram/work none HOME/store";
    assertThat(doctor(User.SELF, lack).expectSuccess().out())
        .containsPattern("(?m)^root +no\\R +.*put the store on another file system")
        .containsPattern("(?m)^overlay +no, each step copies the whole image: .*jbuild --root");
  }

  @Test
  void doctor_withoutSpace_saysSoAndHowToGetSome() {
    String lack = "mkdir -p HOME/store; mount -t tmpfs -o size=64k none HOME/store";
    Outcome outcome = doctor(User.SELF, lack).expectExit(4);
    assertThat(outcome.out()).contains("the disk is full", "jbuild prune --all", "jbuild --root");
  }

  @Test
  void doctor_ofAStoreOfSomebodyElse_namesTheOwnerAndTheWayOut() {
    String lack = "mkdir -p HOME/store; chown 0:0 HOME/store; chmod 700 HOME/store";
    Outcome outcome = doctor(User.UID_1000, lack).expectExit(4);
    assertThat(outcome.out()).contains("may not write there: as root chown -R", "jbuild --root");
  }

  @Test
  void doctor_onAReadOnlyDisk_saysSo() {
    String lack = "mkdir -p HOME/store; mount -t tmpfs -o ro none HOME/store";
    Outcome outcome = doctor(User.SELF, lack).expectExit(4);
    assertThat(outcome.out()).contains("Read-only file system", "jbuild --root");
  }

  @Test
  void doctor_onAnOldKernel_saysWhichItNeeds() {
    // open_tree (428), fsopen (430) and mount_setattr (442) are missing there
    String[] old = {
      "setarch", "--uname-2.6", "python3", script("deny.py"), "428,430,442", "38",
    };
    Outcome outcome = doctor(User.SELF, "", old);
    assertThat(outcome.out())
        .containsPattern("kernel 2\\.6\\S* is older than 5\\.12, which jbuild needs");
    assertThat(outcome.exitCode()).isEqualTo(4);
  }

  private static String script(String name) {
    return Path.of("src/test/resources").toAbsolutePath().resolve(name).toString();
  }
}
