package dev.jbuild.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices of the host stay closed, whichever way there is to keep them so. */
class DeviceControlTest {
  private static final String TRY =
      """
      cd /tmp; mknod m c 1 1; mknod k c 1 11; mknod b b 7 0; mknod /dev/l b 7 0
      for node in m k b /dev/l /image.dev; do head -c1 $node && echo open; done 2>/dev/null
      echo x > /dev/null && head -c2 /dev/zero | wc -c
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"program", "list", "uncontrolled"})
  void devices_ofTheHost_cannotBeOpened(String control) throws Exception {
    Path disk = Files.write(directory.resolve("disk"), new byte[1 << 20]);
    String loop = host("losetup", "-f", "--show", disk.toString()).strip();
    try (Sandbox sandbox = sandbox(control)) {
      String minor = loop.substring("/dev/loop".length());
      host("mknod", sandbox.base.resolve("image.dev").toString(), "b", "7", minor);

      assertThat(sandbox.agent.probe()).containsEntry("devices", control);
      assertThat(sandbox.sh(TRY.replace("b 7 0", "b 7 " + minor)).text()).isEqualTo("2\n");
    } finally {
      host("losetup", "-d", loop);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"program", "list"})
  void nodes_madeByTheCommand_openWhenTheyAreHarmless(String control) throws Exception {
    try (Sandbox sandbox = sandbox(control)) {
      assertThat(sandbox.sh("mknod /tmp/null c 1 3; echo x > /tmp/null && echo written").text())
          .isEqualTo("written\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"program", "list"})
  void device_withFewerPermissions_hasOnlyThose(String control) throws Exception {
    try (Sandbox sandbox = sandbox(control)) {
      assertThat(
              sandbox
                  .sh(
                      "(: < /dev/l) && echo read; (: > /dev/l) 2>/dev/null || echo refused",
                      spec -> spec.withConfinement(device("/dev/loop-control:/dev/l:r")))
                  .text())
          .isEqualTo("read\nrefused\n");
    }
  }

  @Test
  void device_withFewerPermissions_isAnErrorWhenNothingWouldKeepThem() throws Exception {
    try (Sandbox sandbox = sandbox("uncontrolled")) {
      assertThatThrownBy(
              () -> sandbox.sh("true", spec -> spec.withConfinement(device("/dev/loop-control:r"))))
          .hasMessageContaining("need device control");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"program", "list", "uncontrolled"})
  void devices_ofTheHost_keepTheirModes(String control) throws Exception {
    Object mode = Files.getAttribute(Path.of("/dev/null"), "unix:mode");
    try (Sandbox sandbox = sandbox(control)) {
      sandbox.sh(
          "chmod 600 /dev/null /proc/kcore /dev/x",
          spec -> spec.withConfinement(device("/dev/null:/dev/x")));
    }
    assertThat(Files.getAttribute(Path.of("/dev/null"), "unix:mode")).isEqualTo(mode);
  }

  private Sandbox sandbox(String control) throws IOException {
    String option = control.equals("program") ? "" : "--devices " + control;
    return new Sandbox(directory, Isolation.ROOT, Sandbox.program(directory, option));
  }

  private static Confinement device(String words) {
    return Confinement.DEFAULT.withDevices(List.of(DeviceSpec.parse(words)));
  }

  private static String host(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
