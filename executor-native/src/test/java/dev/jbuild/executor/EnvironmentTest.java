package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a command finds around it. Expected values are docker's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentTest {
  private Path directory;
  private Sandbox sandbox;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    sandbox = new Sandbox(directory, Isolation.AUTO);
  }

  @AfterAll
  void stop() throws IOException {
    sandbox.close();
    assertThat(sandbox.log).isEmpty();
  }

  @Test
  void env_whenGiven_isAllThereIsBesidesHome() throws Exception {
    Sandbox.Output output =
        run(ProcessSpec.of("/bin/env").withEnv(List.of("A=1", "PATH=/bin", "B=two words")));

    assertThat(output.text()).isEqualTo("A=1\nPATH=/bin\nB=two words\nHOME=/root\n");
  }

  @Test
  void env_whenHomeIsGiven_keepsIt() throws Exception {
    assertThat(run(ProcessSpec.of("/bin/env").withEnv(List.of("HOME=/x"))).text())
        .isEqualTo("HOME=/x\n");
  }

  @Test
  void path_whenSet_isSearchedInOrder() throws Exception {
    assertThat(run(ProcessSpec.of("pwd").withEnv(List.of("PATH=/none:/bin"))).text())
        .isEqualTo("/\n");
    assertThat(run(ProcessSpec.of("pwd").withEnv(List.of("PATH=/none"))).code()).isEqualTo(127);
  }

  @Test
  void cwd_whenMissing_isMadeForTheUser() throws Exception {
    Sandbox.Output output =
        run(
            ProcessSpec.of("/bin/sh", "-c", "pwd; stat -c '%a %u %g' . ..; umask; touch f")
                .withCwd("/srv/a/b")
                .withUser("web"));

    assertThat(output.text()).isEqualTo("/srv/a/b\n755 33 33\n755 33 33\n0022\n");
  }

  @Test
  void cwd_whenItIsAFile_isAnError() {
    assertThatThrownBy(() -> run(ProcessSpec.of("pwd").withCwd("/etc/passwd")))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("working directory")
        .hasMessageContaining("/etc/passwd");
  }

  @Test
  void cwd_throughADescriptor_neverLeadsToTheHost() throws Exception {
    for (int fd = 3; fd < 12; fd++) {
      ProcessSpec process = ProcessSpec.of("ls", "-a").withCwd("/proc/self/fd/" + fd);
      assertThatThrownBy(() -> run(process)).isInstanceOf(ExecutorException.class);
    }
  }

  @Test
  void user_inEveryForm_isResolvedInTheContainer() throws Exception {
    assertThat(ids("")).isEqualTo("0 0 0 /root\n");
    assertThat(ids("web")).isEqualTo("33 33 33 50 /var/www\n");
    assertThat(ids("33")).isEqualTo("33 33 33 50 /var/www\n");
    assertThat(ids("web:logs")).isEqualTo("33 50 50 /var/www\n");
    assertThat(ids("4000")).isEqualTo("4000 0 0 /\n");
    assertThat(ids("4000:4001")).isEqualTo("4000 4001 4001 /\n");
    assertThat(ids("app:77")).isEqualTo("1000 77 77 /home/app\n");
  }

  private String ids(String user) throws Exception {
    return run(ProcessSpec.of("/bin/sh", "-c", "echo $(id -u) $(id -g) $(id -G) $HOME")
            .withUser(user))
        .text();
  }

  @Test
  void user_whenUnknown_isAnErrorThatNamesIt() {
    assertThatThrownBy(() -> ids("nobody"))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("user nobody is not in /etc/passwd of the image");
    assertThatThrownBy(() -> ids("web:nogroup")).hasMessageContaining("group nogroup");
  }

  @Test
  void user_whenPasswdIsAGibibyte_isLookedForInItsBeginningOnly() throws Exception {
    Path base = Sandbox.makeBase(sandbox.state.resolve("large"));
    try (RandomAccessFile passwd =
        new RandomAccessFile(base.resolve("etc/passwd").toFile(), "rw")) {
      passwd.setLength(1L << 30);
    }
    List<Path> layers = List.of(base);

    assertThat(
            sandbox
                .run(ContainerSpec.of(layers, null, ProcessSpec.of("id", "-u").withUser("web")))
                .text())
        .isEqualTo("33\n");
    assertThatThrownBy(
            () ->
                sandbox.run(ContainerSpec.of(layers, null, ProcessSpec.of("id").withUser("none"))))
        .hasMessageContaining("user none");
  }

  @Test
  void user_whenPasswdLeadsOutOfTheImage_readsNoFileOfTheHost() throws Exception {
    Path host = Files.writeString(directory.resolve("passwd"), "spy:x:5:5::/:/bin/sh\n");
    Path base = Sandbox.makeBase(sandbox.state.resolve("linked"));
    Files.delete(base.resolve("etc/passwd"));
    Files.createSymbolicLink(base.resolve("etc/passwd"), host);

    assertThatThrownBy(
            () ->
                sandbox.run(
                    ContainerSpec.of(List.of(base), null, ProcessSpec.of("id").withUser("spy"))))
        .hasMessageContaining("user spy");
  }

  @Test
  void streams_ofAnotherUser_canBeOpenedAgain() throws Exception {
    Sandbox.Output output =
        run(
            ProcessSpec.of("/bin/sh", "-c", "echo a > /dev/stdout; echo b > /dev/stderr")
                .withUser("web"));

    assertThat(output.out()).isEqualTo("a\n");
    assertThat(output.err()).isEqualTo("b\n");
  }

  @Test
  void capabilities_ofRoot_areDockers() throws Exception {
    assertThat(sandbox.sh("grep Cap /proc/self/status").text())
        .isEqualTo(
            """
            CapInh:\t0000000000000000
            CapPrm:\t00000000a80425fb
            CapEff:\t00000000a80425fb
            CapBnd:\t00000000a80425fb
            CapAmb:\t0000000000000000
            """);
  }

  @Test
  void capabilities_ofAnotherUser_areOnlyBounded() throws Exception {
    assertThat(run(ProcessSpec.of("grep", "Cap[EB]", "/proc/self/status").withUser("web")).text())
        .isEqualTo("CapEff:\t0000000000000000\nCapBnd:\t00000000a80425fb\n");
  }

  @Test
  void signals_ofTheCaller_areNotInherited() throws Exception {
    assertThat(run(ProcessSpec.of("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status")).text())
        .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  }

  @Test
  void processes_ofTheHost_areInvisible() throws Exception {
    assertThat(sandbox.sh("echo $$; ls -d /proc/[0-9]* | wc -l").text()).isEqualTo("1\n3\n");
  }

  @Test
  void hostname_whenGiven_isTheContainers() throws Exception {
    assertThat(sandbox.sh("hostname", spec -> spec.withHostname("buildhost")).text())
        .isEqualTo("buildhost\n");
  }

  @Test
  void network_whenNone_hasOnlyLoopback() throws Exception {
    assertThat(sandbox.sh("ifconfig -a | grep -c Link; ifconfig lo | grep -c UP").text())
        .isEqualTo("1\n1\n");
  }

  @Test
  void network_ofTheHost_isShared() throws Exception {
    String mine = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();

    assertThat(
            sandbox
                .sh("readlink /proc/self/ns/net", spec -> spec.withNetwork(NetworkMode.HOST))
                .text())
        .isEqualTo(mine + "\n");
  }

  @Test
  void sys_ofTheHostsNetwork_isReadOnlyWithAllItsMounts() throws Exception {
    String script =
        "grep ' /sys' /proc/self/mountinfo;"
            + " for d in $(grep -o ' /sys[^ ]*' /proc/self/mountinfo);"
            + " do mkdir $d/x 2>/dev/null && echo made $d/x; done; true";
    long mounts =
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
            .filter(line -> line.contains(" /sys"))
            .count();

    assertThat(sandbox.sh(script, spec -> spec.withNetwork(NetworkMode.HOST)).text().lines())
        .hasSizeGreaterThanOrEqualTo((int) mounts)
        .allSatisfy(line -> assertThat(line).contains(" ro,"));
  }

  @Test
  void descriptors_ofTheHost_areClosed() throws Exception {
    assertThat(sandbox.sh("cd /proc/self/fd; echo *").text()).isEqualTo("0 1 2 3\n");
    assertThat(run(ProcessSpec.of("/bin/ls", "/proc/1/fd")).text()).isEqualTo("0\n1\n2\n3\n");
  }

  @Test
  void program_ofTheHelper_isNeverAHostFile() throws Exception {
    assertThat(run(ProcessSpec.of("/proc/self/exe")).out()).doesNotContain("/");
    assertThat(sandbox.sh("readlink /proc/1/exe").text()).isEqualTo("/bin/busybox\n");
  }

  @Test
  void devices_areTheStandardOnes() throws Exception {
    assertThat(sandbox.sh("echo $(ls /dev); head -c4 /dev/zero | wc -c; echo x > /dev/null").text())
        .isEqualTo(
            """
            core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero
            4
            """);
    assertThat(sandbox.sh("stat -c '%a %F' /dev/shm /dev/null; ls /dev/pts").text())
        .isEqualTo("1777 directory\n666 character special file\nptmx\n");
  }

  @Test
  void devices_madeByTheCommand_cannotBeOpened() throws Exception {
    assertThat(
            sandbox
                .sh(
                    "exec 2>/dev/null; mknod /tmp/m c 1 1 && mknod /dev/v b 254 0; head -c1 /tmp/m /dev/v")
                .text())
        .isEqualTo("[1]");
  }

  @Test
  void kernel_files_areProtected() throws Exception {
    assertThat(
            sandbox
                .sh(
                    "exec 2>/dev/null; (echo 1 > /proc/sys/kernel/core_pattern) && echo written;"
                        + " (touch /sys/x) && echo touched; head -c1 /proc/kcore | wc -c;"
                        + " ls /sys/firmware | wc -l; mount -t tmpfs x /tmp && echo mounted")
                .text())
        .isEqualTo("0\n0\n[1]");
  }

  @Test
  void mounts_ofTheHost_areInvisible() throws Exception {
    assertThat(sandbox.sh("cat /proc/self/mountinfo").out())
        .doesNotContain(sandbox.state.resolve("run").toString() + " ")
        .contains(" / / ");
  }

  private Sandbox.Output run(ProcessSpec process) throws Exception {
    return sandbox.run(ContainerSpec.of(List.of(sandbox.base), null, process));
  }
}
