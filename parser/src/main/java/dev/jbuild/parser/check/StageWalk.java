package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.advice.StageAdvice;
import dev.jbuild.parser.ast.MountException;
import dev.jbuild.parser.ast.MountFlag;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.value.PlatformName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Goes through the stages in order, as a build plans them. */
final class StageWalk {
  private final Dockerfile file;
  private final CheckContext context;
  private final GlobalScope global;
  private final StageGraph graph;
  private final Findings findings;

  StageWalk(
      Dockerfile file,
      CheckContext context,
      GlobalScope global,
      StageGraph graph,
      Findings findings) {
    this.file = file;
    this.context = context;
    this.global = global;
    this.graph = graph;
    this.findings = findings;
  }

  /**
   * Checks every instruction of the stages that count.
   *
   * @param complete whether all stages are there
   */
  void walk(boolean complete) {
    Set<Node> wanted = graph.wanted();
    Map<Node, StageState> states = new HashMap<>();
    boolean ordered = complete && !graph.isCircular();
    for (Node node : graph.nodes()) {
      if (!wanted.contains(node)) {
        continue;
      }
      StageState state = start(node, states);
      var advice = new StageAdvice(global.declared(), findings);
      var checks =
          new InstructionWalk(
              new InstructionWalk.Build(context, file.directives().escape(), global),
              state,
              advice,
              findings);
      for (Located each : node.instructions()) {
        if (ordered) {
          checkSources(node, each, states);
        }
        checks.apply(each);
      }
      states.put(node, state);
      advice.end();
    }
  }

  private StageState start(Node node, Map<Node, StageState> states) {
    Node parent = node.parent();
    StageState inherited = parent == null ? null : states.get(parent);
    PlatformName target = context.platforms().target();
    return inherited == null
        ? StageState.of(node.image(), node.platform(target))
        : inherited.child();
  }

  /** A stage can only be used by those below it. */
  private void checkSources(Node node, Located each, Map<Node, StageState> states) {
    for (Node.Source source : node.sourcesOf(each)) {
      Node stage = source.stage();
      if (stage != null && !states.containsKey(stage)) {
        findings.error(each.location(), message(node, source));
      }
    }
  }

  private static String message(Node node, Node.Source source) {
    String name = Quoted.quote(source.name());
    MountFlag mount = source.mount();
    if (mount == null) {
      return "cannot copy from stage %s, it needs to be defined before current stage %s"
          .formatted(name, Quoted.quote(node.label()));
    }
    String target;
    try {
      target = mount.resolve(word -> word).target();
    } catch (MountException e) {
      target = ""; // the mount is wrong in another way, which is told as well
    }
    return "cannot mount from stage %s to %s, stage needs to be defined before current command"
        .formatted(name, Quoted.quote(target));
  }
}
