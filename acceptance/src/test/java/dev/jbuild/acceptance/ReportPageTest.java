package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
