package dev.jbuild.cli.report;

import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.report.BuildReport;
import dev.jbuild.builder.report.ImageReport;

/**
 * The part of the page for one platform.
 *
 * @param prefix of the names of its places in the page, as those of several platforms must differ
 * @param level of its headings
 */
record ImageSection(BuildReport report, ImageReport image, String prefix, int level) {

  /** The only one of a page, or one of several. */
  static ImageSection of(BuildReport report, ImageReport image) {
    return image.platform().isEmpty()
        ? new ImageSection(report, image, "", 2)
        : new ImageSection(report, image, image.platform().replace('/', '-') + "-", 3);
  }

  /** Opens a section whose heading a remark follows. */
  void open(Html html, String name, String title, String remark) {
    String id = Html.text(prefix + name);
    String heading = "h" + level;
    html.add("<section aria-labelledby=\"", id, "\"><", heading, " id=\"", id, "\">");
    html.add(Html.text(title)).element("small", remark).add("</", heading, ">");
  }

  boolean has(LoggedStep step) {
    return image.steps().contains(step.place().number());
  }
}
