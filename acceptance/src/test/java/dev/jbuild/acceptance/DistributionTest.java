package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built command, taken elsewhere as the README says it can be. */
class DistributionTest {
  @TempDir Path directory;

  @Test
  void command_copiedAwayFromWhereItWasBuilt_starts() {
    Command.of(directory, "cp", "-a", Checkout.DISTRIBUTION.toString(), "dist")
        .run()
        .expectSuccess();
    String hideAndRun =
        "mount -t tmpfs -o mode=700 none '%s' && dist/bin/jbuild version"
            .formatted(Checkout.DISTRIBUTION);

    Outcome moved = Command.of(directory, "unshare", "-rm", "sh", "-c", hideAndRun).run();

    assertThat(moved.expectSuccess().out()).isEqualTo("jbuild version " + Checkout.VERSION + "\n");
    assertThat(moved.err()).isEmpty();
  }
}
