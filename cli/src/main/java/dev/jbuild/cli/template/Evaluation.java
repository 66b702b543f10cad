package dev.jbuild.cli.template;

import dev.jbuild.cli.template.Node.Command;
import dev.jbuild.cli.template.Node.Operand;
import dev.jbuild.cli.template.Node.Pipe;
import dev.jbuild.cli.template.Node.Start;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One execution of a template for one row of values. */
final class Evaluation {
  private final Fields fields;
  private final StringBuilder out = new StringBuilder();

  /** The variables of the blocks that we are in, the innermost first. */
  private final Deque<Map<String, @Nullable Object>> variables = new ArrayDeque<>();

  Evaluation(Fields fields) {
    this.fields = fields;
    variables.push(new LinkedHashMap<>());
    variables.getFirst().put("$", fields.root());
  }

  String run(List<Node> nodes) {
    all(nodes, fields.root());
    return out.toString();
  }

  /** How a list of nodes was left: at its end, or by a word for the loop around it. */
  private enum Left {
    END,
    BREAK,
    CONTINUE
  }

  private Left all(List<Node> nodes, @Nullable Object dot) {
    variables.push(new LinkedHashMap<>());
    Left left = Left.END;
    for (int i = 0; i < nodes.size() && left == Left.END; i++) {
      left = one(nodes.get(i), dot);
    }
    variables.pop();
    return left;
  }

  private Left one(Node node, @Nullable Object dot) {
    return switch (node) {
      case Node.Text text -> {
        out.append(text.text());
        yield Left.END;
      }
      case Node.Show show -> {
        @Nullable Object value = value(show.pipe(), dot);
        if (show.pipe().variables().isEmpty()) {
          out.append(value == null ? fields.noValue() : Values.shown(value));
        }
        yield Left.END;
      }
      case Node.Leave leave -> leave.loop() ? Left.BREAK : Left.CONTINUE;
      case Node.If choice -> {
        @Nullable Object value = value(choice.condition(), dot);
        yield all(Values.isTrue(value) ? choice.then() : choice.otherwise(), dot);
      }
      case Node.With with -> {
        @Nullable Object value = value(with.value(), dot);
        yield Values.isTrue(value) ? all(with.then(), value) : all(with.otherwise(), dot);
      }
      case Node.Range range -> range(range, dot);
    };
  }

  private Left range(Node.Range range, @Nullable Object dot) {
    @Nullable Object values = value(new Pipe(List.of(), false, range.values().commands()), dot);
    Map<Object, @Nullable Object> each = new LinkedHashMap<>();
    switch (values) {
      case Map<?, ?> map -> each.putAll(Values.sorted(map));
      case List<?> list -> list.forEach(value -> each.put((long) each.size(), value));
      case null -> {}
      default ->
          throw new IllegalArgumentException("range over " + Values.shown(values) + ", not a list");
    }
    if (each.isEmpty()) {
      return all(range.otherwise(), dot);
    }
    for (Map.Entry<Object, @Nullable Object> entry : each.entrySet()) {
      List<String> names = range.values().variables();
      variables.push(new LinkedHashMap<>());
      if (names.size() > 1) {
        variables.getFirst().put(names.getFirst(), entry.getKey());
      }
      if (!names.isEmpty()) {
        variables.getFirst().put(names.getLast(), entry.getValue());
      }
      Left left = all(range.body(), entry.getValue());
      variables.pop();
      if (left == Left.BREAK) {
        break;
      }
    }
    return Left.END;
  }

  private @Nullable Object value(Pipe pipe, @Nullable Object dot) {
    List<@Nullable Object> last = new ArrayList<>();
    for (Command command : pipe.commands()) {
      @Nullable Object value = value(command, dot, last);
      last.clear();
      last.add(value);
    }
    for (String name : pipe.variables()) {
      Map<String, @Nullable Object> scope = pipe.declares() ? variables.getFirst() : scope(name);
      scope.put(name, last.getFirst());
    }
    return last.getFirst();
  }

  private @Nullable Object value(
      Command command, @Nullable Object dot, List<@Nullable Object> last) {
    Operand first = command.operands().getFirst();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Operand operand : command.operands().subList(1, command.operands().size())) {
      arguments.add(value(operand, dot));
    }
    arguments.addAll(last);
    if (first.start() instanceof Start.Function function && first.fields().isEmpty()) {
      return fields.call(function.name(), arguments);
    }
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException("a value is not a function and takes no arguments");
    }
    return value(first, dot);
  }

  private @Nullable Object value(Operand operand, @Nullable Object dot) {
    @Nullable Object value =
        switch (operand.start()) {
          case Start.Dot all -> dot;
          case Start.Literal literal -> literal.value();
          case Start.Variable variable -> scope(variable.name()).get(variable.name());
          case Start.Function function -> fields.call(function.name(), List.of());
          case Start.Nested nested -> value(nested.pipe(), dot);
        };
    for (String name : operand.fields()) {
      value = fields.of(value, name);
    }
    return value;
  }

  private Map<String, @Nullable Object> scope(String name) {
    return variables.stream()
        .filter(scope -> scope.containsKey(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no variable " + name));
  }
}
