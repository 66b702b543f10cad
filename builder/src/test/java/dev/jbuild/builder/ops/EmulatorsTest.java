package dev.jbuild.builder.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorsTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final Platform ARM64 = Platform.parse("linux/arm64");
  private static final Platform S390X = Platform.parse("linux/s390x");

  @TempDir Path directory;
  private Path registered;
  private Path programs;

  @BeforeEach
  void makeDirectories() throws IOException {
    registered = Files.createDirectory(directory.resolve("binfmt"));
    programs = Files.createDirectory(directory.resolve("bin"));
  }

  private Emulators on(String release) {
    return new Emulators(AMD64, registered, List.of(programs), release);
  }

  @Test
  void runs_whenRegistered_onlyWithWhatIsThereInContainers() throws Exception {
    String entry = "enabled\ninterpreter /usr/bin/qemu-%s-static\nflags: %s\noffset 0\n";
    Files.writeString(registered.resolve("qemu-riscv64"), entry.formatted("riscv64", "OCF"));
    Files.writeString(registered.resolve("qemu-aarch64"), entry.formatted("aarch64", "OC"));
    Files.writeString(
        registered.resolve("qemu-s390x"),
        entry.formatted("s390x", "F").replace("enabled", "disabled"));
    Emulators emulators = on("5.15.0");

    assertThat(emulators.runs(AMD64)).isTrue();
    assertThat(emulators.runs(Platform.parse("linux/386"))).isTrue();
    assertThat(emulators.runs(Platform.parse("linux/riscv64"))).isTrue();
    assertThat(emulators.runs(ARM64)).isFalse();
    assertThat(emulators.runs(S390X)).isFalse();
    assertThat(emulators.runs(Platform.parse("windows/amd64"))).isFalse();
    assertThat(emulators.needed(Platform.parse("linux/riscv64"))).isEmpty();
  }

  @Test
  void needed_whenQemuIsThere_tellsTheKernelOfItsPrograms() throws Exception {
    Path qemu = Files.createFile(programs.resolve("qemu-aarch64-static"));
    assertThat(qemu.toFile().setExecutable(true)).isTrue();

    assertThat(on("6.6.9").runs(ARM64)).isFalse();
    assertThat(on("6.7.0-rc1").runs(ARM64)).isTrue();
    assertThat(on("7.0").needed(ARM64))
        .hasValueSatisfying(
            emulator -> {
              assertThat(emulator.interpreter()).isEqualTo(qemu);
              assertThat(emulator.rule())
                  .isEqualTo(
                      ":qemu-aarch64:M::\\x7fELF\\x02\\x01\\x01"
                          + "\\x00".repeat(9)
                          + "\\x02\\x00\\xb7\\x00:"
                          + "\\xff".repeat(7)
                          + "\\x00"
                          + "\\xff".repeat(8)
                          + "\\xfe\\xff\\xff\\xff");
            });
  }

  @Test
  void rule_ofABigEndianMachine_hasItsNumbersTheOtherWayRound() {
    assertThat(QemuTarget.rule("s390x"))
        .hasValueSatisfying(
            rule ->
                assertThat(rule)
                    .contains("\\x7fELF\\x02\\x02\\x01", "\\x00\\x02\\x00\\x16:")
                    .endsWith("\\xff\\xfe\\xff\\xff"));
  }
}
