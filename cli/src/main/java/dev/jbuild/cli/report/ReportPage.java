package dev.jbuild.cli.report;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.builder.report.BuildReport;
import dev.jbuild.builder.report.ImageReport;
import dev.jbuild.cli.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The report as one page that needs nothing else: no script, no font, no picture, no network. */
final class ReportPage {
  private final BuildReport report;
  private final BuildLog build;
  private final Html html = new Html();

  private ReportPage(BuildReport report) {
    this.report = report;
    this.build = report.build();
  }

  /**
   * @param output the last lines of the steps by their numbers
   */
  static String of(BuildReport report, String name, Map<Integer, List<String>> output)
      throws IOException {
    ReportPage page = new ReportPage(report);
    page.head(name);
    page.facts();
    page.failure();
    page.platforms();
    for (ImageReport image : report.images()) {
      page.image(image, output);
    }
    page.warnings();
    page.html.add("<footer>Made by: jbuild report --html FILE ", report.build().id());
    page.html.add("</footer></main></body></html>\n");
    return page.html.toString();
  }

  private void head(String name) throws IOException {
    html.add("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    html.add(" style-src 'unsafe-inline'\">");
    html.element("title", "Build of " + name)
        .add("<style>", css(), "</style></head>\n<body><main>");
    Ending ending = build.ending();
    String result = ending == null ? "" : ending.result().toString();
    html.add("<header><h1>", Html.text(name), "<span class=\"badge ", Html.text(result), "\">");
    html.add(Html.text(result), "</span></h1>\n<p class=\"about\">");
    html.add("build ").element("code", build.id());
    html.add(" of ").element("code", build.subject().context());
    html.add(" for ", Html.text(build.subject().platform()), ", ");
    html.add(Html.text(build.begun().truncatedTo(ChronoUnit.SECONDS).toString()));
    if (ending != null && !ending.image().isEmpty()) {
      html.add("<br>image ").element("code", ending.image());
    }
    html.add("</p>");
  }

  private static String css() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void facts() {
    html.add("<dl class=\"facts\">");
    fact("duration", Quantity.seconds(build.taken()));
    fact("steps", String.valueOf(build.steps().size()));
    fact("cached", count(build.steps(), Outcome.CACHED));
    if (report.images().size() == 1) {
      bytes(report.images().getFirst());
    }
    html.add("</dl></header>\n");
  }

  private void bytes(ImageReport image) {
    if (!image.layers().isEmpty()) {
      fact("files in layers", Quantity.size(image.bytes()));
      fact("wasted", Quantity.size(image.wasted()));
    }
  }

  private void fact(String name, String value) {
    html.add("<div>").element("dt", name).element("dd", value).add("</div>");
  }

  /** Where each of several platforms is on the page. */
  private void platforms() {
    if (report.images().size() > 1) {
      html.add("<nav aria-label=\"platforms\"><ul>");
      for (ImageReport image : report.images()) {
        String place = Html.text(ImageSection.of(report, image).prefix() + "image");
        html.add("<li><a href=\"#", place, "\">", Html.text(image.platform()), "</a></li>");
      }
      html.add("</ul></nav>\n");
    }
  }

  private void image(ImageReport image, Map<Integer, List<String>> output) {
    ImageSection section = ImageSection.of(report, image);
    if (!image.platform().isEmpty()) {
      String place = Html.text(section.prefix() + "image");
      html.add("<article aria-labelledby=\"", place, "\">");
      html.element("h2 class=\"platform\" id=\"" + place + "\"", image.platform());
      html.add("<dl class=\"facts\">");
      List<LoggedStep> own = build.steps().stream().filter(section::has).toList();
      fact("steps", String.valueOf(own.size()));
      fact("cached", count(own, Outcome.CACHED));
      bytes(image);
      html.add("</dl>\n");
    }
    new StepRows(section, output).write(html);
    new LayerTables(section).write(html);
    html.add(image.platform().isEmpty() ? "" : "</article>\n");
  }

  private static String count(List<LoggedStep> steps, Outcome outcome) {
    return String.valueOf(steps.stream().filter(step -> step.outcome() == outcome).count());
  }

  private void failure() {
    Ending.Failure failure = build.ending() == null ? null : build.ending().failure();
    if (failure == null) {
      return;
    }
    html.add("<section aria-labelledby=\"failure\"><h2 id=\"failure\">Why it failed</h2>");
    html.element("p", failure.message()).add("<pre>");
    for (Ending.Line line : failure.excerpt()) {
      String text =
          String.format("%s%4d | %s", line.meant() ? ">" : " ", line.number(), line.text());
      html.element(line.meant() ? "span class=\"meant\"" : "span", text).add("\n");
    }
    html.add("</pre></section>\n");
  }

  private void warnings() {
    List<String> warnings = build.ending() == null ? List.of() : build.ending().warnings();
    if (!warnings.isEmpty()) {
      html.add("<section aria-labelledby=\"warnings\"><h2 id=\"warnings\">Warnings</h2><ul>");
      warnings.forEach(warning -> html.element("li", warning));
      html.add("</ul></section>\n");
    }
  }
}
