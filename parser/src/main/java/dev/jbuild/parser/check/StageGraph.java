package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.MountFlag;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.lint.LintOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stages of a file and how they name each other. */
final class StageGraph {
  private final List<Node> nodes = new ArrayList<>();
  private final Dockerfile file;
  private final StageNames names;
  private final CheckContext context;
  private final Findings findings;
  private boolean circular;

  private StageGraph(Dockerfile file, CheckContext context, Findings findings) {
    this.file = file;
    this.names = new StageNames(file.stages());
    this.context = context;
    this.findings = findings;
  }

  /** Expands what the stages are based on. */
  static StageGraph of(
      Dockerfile file, CheckContext context, GlobalScope global, Findings findings) {
    var graph = new StageGraph(file, context, findings);
    var bases = new BaseNames(file, global, findings);
    for (Stage stage : file.stages()) {
      String base = bases.base(stage.from());
      Node parent = base == null ? null : graph.node(graph.names.base(base, stage));
      graph.nodes.add(new Node(stage, base, parent, bases.platform(stage.from())));
    }
    return graph;
  }

  private @Nullable Node node(Optional<Stage> stage) {
    return stage.map(found -> nodes.get(found.index())).orElse(null);
  }

  /**
   * Checks the target, what {@code --from} names, and the images.
   *
   * @param complete whether all stages are there, so that names and numbers mean what they say
   * @return whether all images that are needed can be had
   */
  boolean check(boolean complete) {
    if (complete) {
      checkTarget();
    }
    Findings told = complete ? findings : new Findings(LintOptions.DEFAULT);
    nodes.forEach(node -> addSources(node, node.instructions(), told));
    if (complete) {
      checkCircles();
    }
    return new BaseImageChecks(context, names, findings).check(this);
  }

  private void checkTarget() {
    String target = context.stages().target();
    if (target != null && names.target(target).isEmpty()) {
      findings.error(file.stages().getLast().from().location(), names.unknownTarget(target));
    }
  }

  private Node target() {
    Node named = node(names.target(context.stages().target()));
    return named == null ? nodes.getLast() : named;
  }

  /** Adds what the instructions copy from and mount. */
  void addSources(Node node, List<Located> instructions, Findings told) {
    for (Located each : instructions) {
      if (each.instruction() instanceof CopyInstruction copy && copy.flags().from() != null) {
        addSource(node, copy.flags().from(), each, told);
      } else if (each.instruction() instanceof RunInstruction run) {
        for (MountFlag mount : run.flags().mounts()) {
          String from = mount.from();
          if (from != null) {
            node.addSource(new Node.Source(from, node(names.named(from)), each, mount));
          }
        }
      }
    }
  }

  private void addSource(Node node, String from, Located copy, Findings told) {
    try {
      var words = new WordExpander(file.directives().escape());
      if (!words.expand(from, name -> null).equals(from)) {
        told.error(
            copy.location(),
            "variable expansion is not supported for --from, define a new stage with FROM using"
                + " ARG from global scope as a workaround");
        return;
      }
    } catch (ExpansionException e) {
      told.error(copy.location(), String.valueOf(e.getMessage()));
      return;
    }
    Node stage = node(names.source(from));
    if (stage == null && StageNames.isIndex(from)) {
      told.error(copy.location(), "invalid stage index " + from);
    } else {
      node.addSource(new Node.Source(from, stage, copy, null));
    }
  }

  /** One step of the search for circles: a stage and how many of its sources are done. */
  private static final class Visit {
    final Node node;
    int done;

    Visit(Node node) {
      this.node = node;
    }
  }

  private void checkCircles() {
    Set<Node> visited = new HashSet<>();
    for (Node node : nodes) {
      if (visited.add(node)) {
        Node.Source first = firstOfCircle(node, visited);
        if (first != null) {
          circular = true;
          findings.error(
              first.user().location(), "circular dependency detected on stage: " + node.label());
          return;
        }
      }
    }
  }

  /** Depth first, on a stack of its own: files may chain any number of stages. */
  private static Node.@Nullable Source firstOfCircle(Node start, Set<Node> visited) {
    Deque<Visit> path = new ArrayDeque<>();
    Set<Node> onPath = new HashSet<>(Set.of(start));
    path.push(new Visit(start));
    while (!path.isEmpty()) {
      Visit visit = path.element();
      if (visit.done == visit.node.sources().size()) {
        path.pop();
        onPath.remove(visit.node);
        continue;
      }
      Node.Source source = visit.node.sources().get(visit.done++);
      Node next = source.stage();
      if (next != null && onPath.contains(next)) {
        Visit bottom = path.getLast();
        return bottom.node.sources().get(bottom.done - 1);
      }
      if (next != null && visited.add(next)) {
        onPath.add(next);
        path.push(new Visit(next));
      }
    }
    return null;
  }

  boolean isCircular() {
    return circular;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** The stages that count: all of them, or those that the target needs. */
  Set<Node> wanted() {
    if (context.stages().all()) {
      return new HashSet<>(nodes);
    }
    Set<Node> wanted = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(target()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (wanted.add(node)) {
        node.sources().stream()
            .map(Node.Source::stage)
            .filter(Objects::nonNull)
            .forEach(open::push);
        Node parent = node.parent();
        if (parent != null) {
          open.push(parent);
        }
      }
    }
    return wanted;
  }
}
