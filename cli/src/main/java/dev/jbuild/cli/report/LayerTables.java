package dev.jbuild.cli.report;

import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.builder.report.BuildReport;
import dev.jbuild.builder.report.LayerFiles;
import dev.jbuild.cli.text.Quantity;
import java.util.List;

/** What is in the layers of the image, and what of that nobody sees. */
record LayerTables(ImageSection section) {
  private static final int MOST_HIDDEN = 30;

  void write(Html html) {
    List<LayerFiles> layers = section.image().layers();
    if (layers.isEmpty()) {
      return;
    }
    section.open(html, "layers", "Layers", "files as they are, before compression");
    html.add("<table><thead><tr>");
    html.add("<th class=\"num\">#</th><th>made by</th><th class=\"num\">files</th>");
    html.add("<th class=\"num\">size</th><th class=\"num\">wasted</th><th>biggest files</th>");
    html.add("</tr></thead><tbody>");
    for (int i = 0; i < layers.size(); i++) {
      layer(html, i + 1, layers.get(i));
    }
    html.add("</tbody></table></section>\n");
    hidden(html);
  }

  private void layer(Html html, int number, LayerFiles layer) {
    html.add("<tr>").element("td class=\"num\"", String.valueOf(number));
    html.element("td class=\"mono\"", maker(section.report(), layer.step()));
    html.element("td class=\"num\"", String.valueOf(layer.files()));
    html.element("td class=\"num\"", Quantity.size(layer.bytes()));
    html.element("td class=\"num lost\"", layer.wasted() == 0 ? "" : Quantity.size(layer.wasted()));
    html.add("<td class=\"mono files\">");
    for (LayerFiles.File file : layer.biggest()) {
      html.add("<span class=\"soft\">", Quantity.size(file.bytes()), "</span> /");
      html.add(Html.text(file.path()), "<br>");
    }
    html.add("</td></tr>");
  }

  static String maker(BuildReport report, int number) {
    return report.build().steps().stream()
        .map(LoggedStep::place)
        .filter(place -> place.number() == number)
        .findFirst()
        .map(place -> place.label() + " " + place.text().lines().findFirst().orElse(""))
        .orElse("the base image");
  }

  private void hidden(Html html) {
    List<LayerFiles.Hidden> all = section.image().hidden();
    if (all.isEmpty()) {
      return;
    }
    section.open(
        html,
        "wasted",
        "Wasted bytes",
        "in a layer, but hidden by a later one: every pull fetches them");
    html.add("<table><thead><tr><th class=\"num\">size</th><th>file</th>");
    html.add("<th>written in layer</th><th>hidden by layer</th></tr></thead><tbody>");
    for (LayerFiles.Hidden file : all.stream().limit(MOST_HIDDEN).toList()) {
      html.add("<tr>").element("td class=\"num\"", Quantity.size(file.bytes()));
      html.element("td class=\"mono\"", "/" + file.path());
      html.element("td", String.valueOf(file.layer()));
      html.element("td", file.by() + (file.replaced() ? ", replaced" : ", deleted")).add("</tr>");
    }
    int rest = all.size() - MOST_HIDDEN;
    html.add("</tbody></table>");
    if (rest > 0) {
      html.element("p class=\"soft\"", "and " + rest + " smaller ones");
    }
    html.add("</section>\n");
  }
}
