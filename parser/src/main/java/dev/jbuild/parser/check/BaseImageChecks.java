package dev.jbuild.parser.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.Suggestion;
import dev.jbuild.parser.value.ImageName;
import dev.jbuild.parser.value.InvalidValueException;
import dev.jbuild.parser.value.PlatformName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the images that stages are based on or copy from, and gives stages their triggers. */
final class BaseImageChecks {
  private final CheckContext context;
  private final Findings findings;
  private final StageNames names;
  private final Set<Node> misnamed = new HashSet<>();
  private boolean complete = true;

  BaseImageChecks(CheckContext context, StageNames names, Findings findings) {
    this.context = context;
    this.names = names;
    this.findings = findings;
  }

  /**
   * Asks only for the images of stages that count; their triggers may make more stages count.
   *
   * @return whether all of them can be had
   */
  boolean check(StageGraph graph) {
    graph.nodes().forEach(this::checkName);
    Set<Node> done = new HashSet<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      Set<Node> wanted = graph.wanted();
      for (Node node : graph.nodes()) {
        if (wanted.contains(node) && done.add(node)) {
          grown = true;
          addTriggers(graph, node, triggers(node));
        }
      }
    }
    graph.nodes().forEach(node -> checkSources(node, done.contains(node)));
    return complete;
  }

  private void checkName(Node node) {
    String name = node.imageName();
    if (name != null && !isValid(name, node.stage().from().location())) {
      misnamed.add(node);
    }
  }

  private List<String> triggers(Node node) {
    Node parent = node.parent();
    String name = node.imageName();
    if (name == null || misnamed.contains(node)) {
      return parent == null ? List.of() : triggersOf(parent);
    }
    Located from = Located.of(node.stage().from());
    PlatformName platform = node.platform(context.platforms().target());
    BaseImage image = find(name, platform, from);
    node.image(image);
    return image.triggers();
  }

  private BaseImage find(String name, PlatformName platform, Located user) {
    BaseImage image = context.baseImages().find(name, platform, user.location());
    if (image == null) {
      complete = false;
      return BaseImage.ASSUMED;
    }
    checkPlatform(name, image, platform, user);
    return image;
  }

  private static List<String> triggersOf(Node parent) {
    return parent.stage().instructions().stream()
        .filter(OnbuildInstruction.class::isInstance)
        .map(instruction -> ((OnbuildInstruction) instruction).trigger())
        .toList();
  }

  private void checkSources(Node node, boolean wanted) {
    for (Node.Source source : node.sources()) {
      boolean image = source.stage() == null && !source.name().equals(Node.SCRATCH);
      if (image && isValid(source.name(), source.user().location()) && wanted) {
        BaseImage found = find(source.name(), context.platforms().target(), source.user());
        String meant = found.equals(BaseImage.ASSUMED) ? names.nearly(source.name()) : null;
        if (meant != null) {
          findings.warn(
              Rule.MISTYPED_STAGE_NAME,
              source.user().location(),
              source.user().comments(),
              Suggestion.append("There is no stage " + Quoted.quote(source.name()), meant));
        }
      }
    }
  }

  private boolean isValid(String name, Location location) {
    try {
      ImageName.check(name);
      return true;
    } catch (InvalidValueException e) {
      findings.error(
          location, "failed to parse stage name " + Quoted.quote(name) + ": " + e.getMessage());
      return false;
    }
  }

  private void checkPlatform(String name, BaseImage image, PlatformName expected, Located user) {
    PlatformName actual = image.platform();
    if (actual != null && !actual.runsAs(expected)) {
      findings.warn(
          Rule.INVALID_BASE_IMAGE_PLATFORM,
          user.location(),
          List.of(),
          "Base image %s was pulled with platform %s, expected %s for current build"
              .formatted(name, Quoted.quote(actual.toString()), Quoted.quote(expected.toString())));
    }
  }

  private void addTriggers(StageGraph graph, Node node, List<String> triggers) {
    List<Located> parsed = new ArrayList<>();
    Location place = node.stage().from().location();
    for (String trigger : triggers) {
      byte[] text = ("FROM scratch\n" + trigger + "\n").getBytes(StandardCharsets.UTF_8);
      Dockerfile file = Dockerfile.parse(text, "ONBUILD");
      for (Diagnostic error : file.errors()) {
        findings.error(place, "the trigger \"" + trigger + "\" of the base: " + error.message());
      }
      if (!file.hasErrors()) {
        for (Instruction instruction : file.stages().getFirst().instructions()) {
          parsed.add(new Located(instruction, place, List.of()));
        }
      }
    }
    node.addTriggers(parsed);
    graph.addSources(node, parsed, findings);
  }
}
