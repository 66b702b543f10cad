package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of {@code jbuild report}, as a browser reads it. Needs chromium. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class ReportPageTest {
  private static final String STEPS =
      """
      RUN head -c 3000000 /dev/zero >/big; echo "<script>document.title='broken'</script>"
      RUN echo small >/big
      RUN rm /big
      """;

  private static final String CROSS =
      """
      RUN mkdir /o; head -c 3000000 /dev/zero >/o/riscv64; head -c 1000000 /dev/zero >/o/ppc64le
      FROM scratch
      ARG TARGETARCH
      COPY --from=tools /o/$TARGETARCH /big
      COPY Dockerfile /big
      """;

  private static BaseRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  /** What the document is after a browser has read it and run what could be run. */
  private static String dom(Bench bench, Path page) {
    Command browser =
        Command.of(
            bench.home(),
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--user-data-dir=" + bench.home().resolve("browser"),
            "--dump-dom",
            page.toUri().toString());
    return browser.with(Map.of("HOME", bench.home().toString())).run().expectSuccess().out();
  }

  @Test
  void page_ofABuild_hasItsStepsLayersAndWaste() throws Exception {
    try (Bench bench = new Bench(User.SELF)) {
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\n" + STEPS);
      bench.jbuild("build", "-t", "app", ".").expectSuccess();
      Path page = bench.home().resolve("report.html");
      bench.jbuild("report", "--html", page.toString()).expectSuccess();

      String dom = dom(bench, page);
      assertThat(dom)
          .contains("<title>Build of app:latest</title>")
          .contains("completed</span></h1>")
          .contains("id=\"step-4\"")
          .contains("&lt;script&gt;document.title='broken'&lt;/script&gt;")
          .doesNotContain("<script")
          .containsPattern("<td class=\"num\">3MB</td><td class=\"mono\">/big</td><td>2</td>")
          .contains("3, replaced", "4, deleted");
      assertThat(dom.split("<li class=\"ran critical\"", -1))
          .as("the base, which is fetched, and three steps in a row")
          .hasSize(5);
      assertThat(Files.readString(page))
          .as("it needs nothing else")
          .doesNotContainPattern("(?i)(src|href)=|url\\(|@import");

      Outcome text = bench.jbuild("report").expectSuccess();
      assertThat(text.out())
          .contains("wasted: 3MB in files that a later layer hides")
          .containsPattern("3MB  /big  \\(layer 2, replaced by 3\\)")
          .containsPattern("\\* ran +[0-9.]+s +\\S+B  \\[4/4] RUN rm /big");
    }
  }

  /** What each platform's own steps and layers are; the build platform's are in both. */
  @Test
  void page_ofABuildForSeveralPlatforms_hasAPartForEach() throws Exception {
    try (Bench bench = new Bench(User.SELF)) {
      bench.write(
          "Dockerfile",
          "FROM --platform=$BUILDPLATFORM " + registry.baseName() + " AS tools\n" + CROSS);
      bench
          .jbuild("build", "--platform", "linux/riscv64,linux/ppc64le", "-t", "both", ".")
          .expectSuccess();
      Path page = bench.home().resolve("report.html");
      bench.jbuild("report", "--html", page.toString()).expectSuccess();

      String dom = dom(bench, page);
      List<String> parts = List.of(dom.split("<article ", -1));
      assertThat(parts).hasSize(3);
      assertThat(parts.get(0))
          .contains("<a href=\"#linux-riscv64-image\">linux/riscv64</a>")
          .contains("<a href=\"#linux-ppc64le-image\">linux/ppc64le</a>");
      assertPart(parts.get(1), "riscv64", "3MB");
      assertPart(parts.get(2), "ppc64le", "1MB");
      assertThat(ids(dom)).contains("linux-riscv64-image").doesNotHaveDuplicates();
      assertThat(Files.readString(page))
          .as("links lead into the page only")
          .doesNotContainPattern("(?i)src=|href=\"[^#]|url\\(|@import");

      List<String> text = List.of(bench.jbuild("report").expectSuccess().out().split("\nfor ", -1));
      assertThat(text).hasSize(3);
      assertText(text.get(1), "linux/riscv64", "3MB");
      assertText(text.get(2), "linux/ppc64le", "1MB");
    }
  }

  private static void assertPart(String part, String architecture, String wasted) {
    String own = "linux-" + architecture;
    assertThat(part)
        .contains("<h2 class=\"platform\" id=\"" + own + "-image\">linux/" + architecture + "</h2>")
        .contains("<h3 id=\"" + own + "-timeline\">", "<dt>steps</dt><dd>4</dd>")
        .contains("linux/" + architecture + " stage-1 2/2]</b>COPY Dockerfile /big")
        .contains("<td class=\"num\">" + wasted + "</td><td class=\"mono\">/big</td><td>1</td>");
    assertThat(part.split("<li class=\"ran critical\"", -1))
        .as("base, RUN, two COPY of %s", architecture)
        .hasSize(5);
    assertThat(part.split("<details", -1)).as("steps of %s", architecture).hasSize(5);
  }

  private static void assertText(String part, String platform, String wasted) {
    assertThat(part)
        .startsWith(platform + ":\nsteps (* the critical path)\n")
        .contains("[" + platform + " stage-1 2/2] COPY Dockerfile /big")
        .contains("wasted: " + wasted + " in files that a later layer hides");
  }

  private static List<String> ids(String dom) {
    return Pattern.compile(" id=\"([^\"]*)\"")
        .matcher(dom)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void page_ofAFailedBuild_showsTheLineAndTheOutput() throws Exception {
    try (Bench bench = new Bench(User.SELF)) {
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\nRUN echo oh no; exit 9\n");
      bench.jbuild("build", ".").expectExit(1);
      Path page = bench.home().resolve("report.html");
      bench.jbuild("report", "last", "--html", page.toString()).expectSuccess();

      assertThat(dom(bench, page))
          .contains("failed</span></h1>", "exit code: 9", "Why it failed")
          .contains("<span class=\"meant\">&gt;   2 | RUN echo oh no; exit 9</span>")
          .contains("<details open=\"\">", "<pre>oh no</pre>");
    }
  }
}
