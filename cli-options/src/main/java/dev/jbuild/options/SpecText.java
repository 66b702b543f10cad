package dev.jbuild.options;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.VariableElement;

/**
 * The text around statements that fill a specification. The class is its own getter and setter of
 * each field, by a number: a class for each field would be loaded at every start.
 */
record SpecText(String packageName, String name, String annotated) {
  private static final String CLASS =
      """
      package $PACKAGE;

      import picocli.CommandLine.Model.CommandSpec;
      import picocli.CommandLine.Model.IGetter;
      import picocli.CommandLine.Model.ISetter;
      import picocli.CommandLine.Model.OptionSpec;
      import picocli.CommandLine.Model.PositionalParamSpec;
      import picocli.CommandLine.Range;

      /** What the annotations of {@link $ANNOTATED} say. */
      final class $NAME$INTERFACES {
      $BINDING
        static CommandSpec of($ANNOTATED object) {
          CommandSpec spec = CommandSpec.wrapWithoutInspection(object);
      $STATEMENTS
          return spec;
        }
      }
      """;

  private static final String BINDING =
      """
        private final $ANNOTATED object;
        private final int field;

        private $NAME($ANNOTATED object, int field) {
          this.object = object;
          this.field = field;
        }

        @Override
        @SuppressWarnings("unchecked") // picocli knows the type
        public <T> T get() {
          Object value =
              switch (field) {
      $GETS
                default -> throw new IllegalStateException();
              };
          return (T) value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T set(T given) {
          T old = get();
          Object value = given;
          switch (field) {
      $SETS
                default -> throw new IllegalStateException();
          }
          return old;
        }
      """;

  String of(List<String> statements, List<VariableElement> fields) {
    String body = statements.stream().map(each -> "    " + each).collect(Collectors.joining("\n"));
    return CLASS
        .replace("$INTERFACES", fields.isEmpty() ? "" : " implements IGetter, ISetter")
        .replace("$BINDING", fields.isEmpty() ? "  private $NAME() {}\n" : binding(fields))
        .replace("$PACKAGE", packageName)
        .replace("$NAME", name)
        .replace("$ANNOTATED", annotated)
        .replace("$STATEMENTS", body); // the last, as they may have any text
  }

  private static String binding(List<VariableElement> fields) {
    return BINDING
        .replace("$GETS", cases(fields, SpecText::field))
        .replace(
            "$SETS",
            cases(
                fields, each -> field(each) + " = (" + JavaTypes.full(each.asType()) + ") value"));
  }

  private static String field(VariableElement field) {
    return "object." + field.getSimpleName();
  }

  private static String cases(
      List<VariableElement> fields, Function<VariableElement, String> statement) {
    return IntStream.range(0, fields.size())
        .mapToObj(i -> "          case " + i + " -> " + statement.apply(fields.get(i)) + ";")
        .collect(Collectors.joining("\n"));
  }
}
