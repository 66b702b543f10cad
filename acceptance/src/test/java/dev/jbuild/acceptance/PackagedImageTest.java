package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** jbuild builds its own image, and that builds another. */
class PackagedImageTest {

  @Test
  void image_thatJbuildBuiltOfItself_buildsAnImage() {
    try (Bench bench = new Bench(User.SELF)) {
      Path script = Checkout.ROOT.resolve("packaging/image.sh");
      Command.of(bench.temporary(), script.toString(), "jbuild:self")
          .with(
              Map.of(
                  "HOME", bench.home().toString(),
                  "TMPDIR", bench.temporary().toString(),
                  "JAVA_HOME", System.getProperty("java.home"),
                  "JBUILD_ROOT", bench.store().toString()))
          .run()
          .expectSuccess();

      assertThat(bench.jbuild("run", "--rm", "jbuild:self", "version").expectSuccess().out())
          .isEqualTo("jbuild version " + Checkout.VERSION + "\n");

      Command.of(Path.of("/"), "cp", "/bin/busybox", bench.context().toString())
          .run()
          .expectSuccess();
      bench.write(
          "Dockerfile",
          "FROM scratch\nCOPY busybox /bin/\nRUN [\"/bin/busybox\", \"echo\", \"from inside\"]\n");
      Outcome inside =
          bench.jbuild(
              "run",
              "--rm",
              "-v",
              bench.context() + ":/work:ro",
              "jbuild:self",
              "build",
              "--progress=plain",
              ".");

      assertThat(inside.expectSuccess().all())
          .containsPattern("isolation: (nested|chroot|rootless|root)")
          .containsPattern("#2 [0-9.]+ from inside");
      bench.assertNothingIsLeft();
    }
  }
}
