package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.StepReport;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a build came to, in a few lines. */
record BuildSummary(Digest id, BuildResult result, List<ImageReference> tags) {

  List<String> lines(Duration taken) {
    List<String> lines = new ArrayList<>();
    lines.add("image " + id);
    lines.add("manifest " + result.image().digest());
    tags.forEach(tag -> lines.add("tagged " + tag.familiar()));
    long cached = result.steps().stream().filter(StepReport::cached).count();
    int steps = result.steps().size();
    lines.add(
        "built in " + Quantity.seconds(taken) + ", " + cached + "/" + steps + " steps cached");
    return lines;
  }
}
