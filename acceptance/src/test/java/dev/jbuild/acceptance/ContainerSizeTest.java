package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code inspect --size}, beside what tar says of the same files. */
@ParameterizedClass
@MethodSource("dev.jbuild.acceptance.User#available")
@SuppressWarnings("NullAway.Init") // set before each test
class ContainerSizeTest {
  private static final String WRITE =
      """
      head -c 1000000 /dev/zero >/x; ln /x /y; ln -s /x /link
      mkdir -m 700 /closed; echo hi >/closed/f; chown -R 7:7 /closed; rm /bin/true
      """;

  @Parameter User user;

  @Test
  void inspect_withSize_countsWhatTheContainerWroteAndItsImage() {
    try (Bench bench = new Bench(user)) {
      String script = Checkout.ROOT.resolve("scripts/busybox-base.sh").toString();
      Command.of(bench.context(), script, "busybox.tar").run().expectSuccess();
      bench.jbuild("import", "busybox.tar", "base").expectSuccess();
      long image =
          Long.parseLong(
              Command.of(bench.context(), "sh", "-c", "tar -xOf busybox.tar | wc -c")
                  .run()
                  .expectSuccess()
                  .out()
                  .strip());
      bench.jbuild("create", "--name", "fresh", "base", "true").expectSuccess();
      bench.jbuild("run", "--name", "used", "-v", "/v", "base", "sh", "-c", WRITE).expectSuccess();
      bench.jbuild("run", "-d", "--name", "running", "base", "sleep", "1000").expectSuccess();

      assertThat(sizes(bench, "fresh")).isEqualTo("0 " + image);
      assertThat(sizes(bench, "running")).isEqualTo("0 " + image);
      assertThat(sizes(bench, "used")).isEqualTo("1000005 " + (image + 1_000_005));
      assertThat(bench.jbuild("inspect", "used").expectSuccess().out()).doesNotContain("SizeR");
      assertThat(bench.jbuild("inspect", "-s", "base").expectSuccess().err())
          .contains("--size ignored for images");

      bench.jbuild("rm", "-f", "-v", "fresh", "used", "running").expectSuccess();
      bench.assertNothingIsLeft();
    }
  }

  private static String sizes(Bench bench, String container) {
    return bench
        .jbuild("inspect", "--size", "-f", "{{.SizeRw}} {{.SizeRootFs}}", container)
        .expectSuccess()
        .out()
        .strip();
  }
}
