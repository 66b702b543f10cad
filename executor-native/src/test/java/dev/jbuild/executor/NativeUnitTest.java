package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tests in C, here and on the other architecture, which the program is built for as well. */
class NativeUnitTest {
  @Test
  void units_onThisMachine_pass() throws Exception {
    assertThat(NativeBuild.make("check")).endsWith("passed\n");
  }

  @Test
  void sources_haveNoMistakeThatCppcheckFinds() throws Exception {
    assertThat(NativeBuild.make("lint")).isEmpty();
  }

  @Test
  void units_onAarch64_passUnderQemu() throws Exception {
    assertThat(
            NativeBuild.make(
                "all",
                "check",
                "MACHINE=aarch64",
                "CC=aarch64-linux-gnu-gcc",
                "RUN=qemu-aarch64-static"))
        .endsWith("passed\n");
  }
}
