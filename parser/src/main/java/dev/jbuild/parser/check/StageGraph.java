package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.MountFlag;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.lint.LintOptions;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.Suggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The stages of a file and how they name each other. */
final class StageGraph {
  private static final Pattern INDEX = Pattern.compile("[+-]?[0-9]{1,18}");

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node> byName = new HashMap<>();
  private final Dockerfile file;
  private final CheckContext context;
  private final Findings findings;
  private boolean circular;

  private StageGraph(Dockerfile file, CheckContext context, Findings findings) {
    this.file = file;
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
      Node parent = base == null ? null : graph.byName.get(base);
      Node node = new Node(stage, base, parent, bases.platform(stage.from()));
      graph.nodes.add(node);
      String name = stage.name();
      if (name != null) {
        graph.byName.put(name, node);
      }
    }
    return graph;
  }

  /**
   * Checks the target, what {@code --from} names, and the images.
   *
   * @param complete whether all stages are there, so that names and numbers mean what they say
   */
  void check(boolean complete) {
    if (complete) {
      checkTarget();
    }
    Findings told = complete ? findings : new Findings(LintOptions.DEFAULT);
    nodes.forEach(node -> addSources(node, node.instructions(), told));
    if (complete) {
      checkCircles();
    }
    new BaseImageChecks(context, findings).check(this);
  }

  private void checkTarget() {
    String target = context.stages().target();
    if (target == null || target.isEmpty() || byName.containsKey(lower(target))) {
      return;
    }
    List<String> names = nodes.stream().map(Node::label).toList();
    findings.error(
        file.stages().getLast().from().location(),
        Suggestion.append(
            "target stage " + Quoted.quote(target) + " could not be found",
            Suggestion.near(target, names)));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private Node target() {
    String target = context.stages().target();
    Node named = target == null ? null : byName.get(lower(target));
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
            node.addSource(new Node.Source(from, byName.get(lower(from)), each, mount));
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
    if (!INDEX.matcher(from).matches()) {
      node.addSource(new Node.Source(from, byName.get(lower(from)), copy, null));
      return;
    }
    long index = Long.parseLong(from);
    if (index < 0 || index >= nodes.size()) {
      told.error(copy.location(), "invalid stage index " + index);
    } else {
      node.addSource(new Node.Source(from, nodes.get((int) index), copy, null));
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
