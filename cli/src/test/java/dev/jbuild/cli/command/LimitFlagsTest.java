package dev.jbuild.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jbuild.executor.Limits;
import dev.jbuild.executor.Rlimit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class LimitFlagsTest {
  private static LimitFlags flags(String... words) {
    LimitFlags flags = new LimitFlags();
    new CommandLine(CommandSpec.create().addMixin("limits", LimitFlagsSpec.of(flags)))
        .parseArgs(words);
    return flags;
  }

  @Test
  void confinement_hasTheLimits() {
    assertThat(flags("-m", "64m", "--cpus", "1.5", "--pids-limit", "20").confinement().limits())
        .isEqualTo(new Limits(64 << 20, 1.5, 20));
    assertThat(flags("--cpu-quota=20000").confinement().limits().cpus()).isEqualTo(0.2);
    assertThat(flags("--cpu-quota=20000", "--cpu-period=40000").confinement().limits().cpus())
        .isEqualTo(0.5);
    assertThat(flags("--shm-size=1g").confinement().shmSize()).isEqualTo(1L << 30);
    assertThat(flags("--ulimit", "nofile=10:20").confinement().rlimits())
        .containsExactly(Rlimit.parse("nofile=10:20"));
  }

  @Test
  void confinement_whenQuotaAndNumberAreGiven_refuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flags("--cpus=1", "--cpu-quota=20000").confinement());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flags("--cpu-quota=20000", "--cpu-period=0").confinement());
    assertThatIllegalArgumentException().isThrownBy(() -> flags("--memory=1m").confinement());
  }
}
