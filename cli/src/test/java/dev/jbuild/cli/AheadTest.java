package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An instruction that is wrong would end the thread before it came to the later ones. */
final class AheadTest {
  @Test
  void build_ofNothing_comesToTheEnd() {
    assertThat(Ahead.build().errors()).isEmpty();
  }
}
