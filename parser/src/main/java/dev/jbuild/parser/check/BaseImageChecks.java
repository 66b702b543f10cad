package dev.jbuild.parser.check;

import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.value.ImageName;
import dev.jbuild.parser.value.InvalidValueException;
import dev.jbuild.parser.value.PlatformName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks the images that stages are based on or copy from, and gives stages their triggers. */
final class BaseImageChecks {
  private final CheckContext context;
  private final Findings findings;

  BaseImageChecks(CheckContext context, Findings findings) {
    this.context = context;
    this.findings = findings;
  }

  void check(StageGraph graph) {
    Set<Node> wanted = graph.wanted();
    PlatformName target = context.platforms().target();
    for (Node node : graph.nodes()) {
      List<String> triggers = new ArrayList<>();
      String name = node.imageName();
      Node parent = node.parent();
      if (name != null && isValid(name, node.stage().from().location())) {
        BaseImage image = context.baseImages().find(name, node.platform(target));
        node.image(image);
        triggers.addAll(image.triggers());
        if (wanted.contains(node)) {
          Located from = Located.of(node.stage().from());
          checkPlatform(name, image, node.platform(target), from);
        }
      } else if (parent != null) {
        triggers.addAll(triggersOf(parent));
      }
      addTriggers(graph, node, triggers);
    }
    graph.nodes().forEach(node -> checkSources(node, wanted.contains(node)));
  }

  private static List<String> triggersOf(Node parent) {
    return parent.stage().instructions().stream()
        .filter(OnbuildInstruction.class::isInstance)
        .map(instruction -> ((OnbuildInstruction) instruction).trigger())
        .toList();
  }

  private void checkSources(Node node, boolean wanted) {
    PlatformName target = context.platforms().target();
    for (Node.Source source : node.sources()) {
      String name = source.name();
      Located user = source.user();
      boolean image = source.stage() == null && !name.equals(Node.SCRATCH);
      if (image && isValid(name, user.location()) && wanted) {
        checkPlatform(name, context.baseImages().find(name, target), target, user);
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
          user.comments(),
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
