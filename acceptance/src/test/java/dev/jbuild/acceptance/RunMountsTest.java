package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What containers see by {@code run --mount}. */
@ParameterizedClass
@MethodSource("dev.jbuild.acceptance.User#available")
@SuppressWarnings("NullAway.Init") // set before each test
class RunMountsTest {
  private static final String LOOK =
      """
      cat /b/f; touch /b/x 2>&1 | sed 's/.*: //'; touch /w/made
      df -k /t | tail -n 1 | awk '{print $2}'; stat -c %a /t
      ls /bin | wc -l; ls /own/bin | wc -l
      """;

  @Parameter User user;

  @Test
  void run_withMounts_seesThem() throws IOException {
    try (Bench bench = new Bench(user)) {
      String script = Checkout.ROOT.resolve("scripts/busybox-base.sh").toString();
      Command.of(bench.context(), script, "busybox.tar").run().expectSuccess();
      bench.jbuild("import", "busybox.tar", "base").expectSuccess();
      bench.write("dir/f", "from outside\n");
      bench.write("out/keep", "");
      String dir = bench.context().resolve("dir").toString();

      List<String> words = new ArrayList<>(List.of("run", "--rm"));
      for (String mount :
          List.of(
              "type=bind,src=" + dir + ",dst=/b,readonly",
              "type=bind,source=./out,destination=/w,bind-propagation=rprivate",
              "type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=0710",
              "src=empty,dst=/bin/none,volume-nocopy,volume-label=who=me",
              "type=volume,dst=/own/bin")) {
        words.addAll(List.of("--mount", mount));
      }
      words.addAll(List.of("base", "sh", "-c", LOOK));
      List<String> lines =
          bench.jbuild(words.toArray(String[]::new)).expectSuccess().out().lines().toList();

      assertThat(lines.subList(0, 4))
          .containsExactly("from outside", "Read-only file system", "1024", "710");
      assertThat(Integer.parseInt(lines.get(4))).isGreaterThan(10);
      assertThat(lines.get(5)).isEqualTo("0");
      assertThat(bench.context().resolve("out/made")).exists();
      assertThat(
              bench
                  .jbuild("volume", "ls", "--format", "{{.Name}} {{.Labels}}")
                  .expectSuccess()
                  .out())
          .isEqualTo("empty who=me\n");

      Outcome refused = bench.jbuild("run", "--mount", "type=bind,src=/no/such,dst=/b", "base");
      assertThat(refused.exitCode()).isEqualTo(125);
      assertThat(refused.all()).contains("bind source path does not exist: /no/such");
      bench.assertNothingIsLeft();
    }
  }
}
