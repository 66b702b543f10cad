package dev.jbuild.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed template. */
sealed interface Node {
  record Text(String text) implements Node {}

  record Show(Pipe pipe) implements Node {}

  record If(Pipe condition, List<Node> then, List<Node> otherwise) implements Node {}

  record With(Pipe value, List<Node> then, List<Node> otherwise) implements Node {}

  record Range(Pipe values, List<Node> body, List<Node> otherwise) implements Node {}

  /** {@code break} or {@code continue}. */
  record Leave(boolean loop) implements Node {}

  /** Commands, each of which gets the value of the one before as its last argument. */
  record Pipe(List<String> variables, boolean declares, List<Command> commands) {}

  record Command(List<Operand> operands) {}

  /** A value with fields of it: {@code (index .List 0).Name}. */
  record Operand(Start start, List<String> fields) {}

  /** What an operand begins with. */
  sealed interface Start {
    record Dot() implements Start {}

    record Literal(@Nullable Object value) implements Start {}

    record Variable(String name) implements Start {}

    record Function(String name) implements Start {}

    record Nested(Pipe pipe) implements Start {}
  }
}
