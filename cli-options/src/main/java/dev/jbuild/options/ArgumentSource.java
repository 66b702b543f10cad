package dev.jbuild.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/** The source text that makes picocli's specification of an option or a parameter. */
final class ArgumentSource {
  private static final String LINE = "\n            .";

  private final VariableElement field;
  private final boolean option;
  private final Map<String, AnnotationValue> said;
  private final List<String> order;
  private final JavaTypes types;
  private final Literal literal;

  private ArgumentSource(
      VariableElement field,
      boolean option,
      AnnotationMirror annotation,
      JavaTypes types,
      Literal literal) {
    this.field = field;
    this.option = option;
    this.said =
        Picocli.attributes(annotation).stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    this.order = Picocli.attributes(annotation).stream().map(Map.Entry::getKey).toList();
    this.types = types;
    this.literal = literal;
  }

  static ArgumentSource option(
      VariableElement field, AnnotationMirror annotation, JavaTypes types, Literal literal) {
    return new ArgumentSource(field, true, annotation, types, literal);
  }

  static ArgumentSource parameter(
      VariableElement field, AnnotationMirror annotation, JavaTypes types, Literal literal) {
    return new ArgumentSource(field, false, annotation, types, literal);
  }

  /**
   * An expression.
   *
   * @param binding the expression of what reads and writes the field
   */
  String text(String binding) {
    List<String> calls = new ArrayList<>();
    calls.add(
        option
            ? "OptionSpec.builder(" + literal.of(said("names"), false) + ")"
            : "PositionalParamSpec.builder()");
    order.stream().filter(name -> !name.equals("names")).forEach(name -> calls.add(call(name)));
    if (!said.containsKey("paramLabel")) {
      calls.add("paramLabel(" + literal.of("<" + field.getSimpleName() + ">") + ")");
    }
    calls.addAll(Arity.calls(field, option, said.get("arity"), types));
    calls.addAll(types());
    calls.add("initialValue(object." + field.getSimpleName() + ")");
    calls.add("getter(" + binding + ")");
    calls.add("setter(" + binding + ")");
    calls.add("build()");
    return String.join(LINE, calls);
  }

  private AnnotationValue said(String name) {
    AnnotationValue value = said.get(name);
    if (value == null) {
      throw new NotKnownException(field, "an option without " + name);
    }
    return value;
  }

  private String call(String name) {
    Attribute attribute = (option ? Attribute.OPTION : Attribute.PARAMETERS).get(name);
    if (attribute == null) {
      throw new NotKnownException(field, "\"" + name + "\" is not known to cli-options");
    }
    Object value = said(name).getValue();
    if (value.equals("_NULL_") || value.equals("") || value.equals(List.of())) {
      throw new NotKnownException(field, name + " = " + said(name) + " is not known");
    }
    return attribute.method() + "(" + literal.of(said(name), attribute.instance()) + ")";
  }

  /** The type of the field, and of its elements when it is of several. */
  private List<String> types() {
    TypeMirror type = field.asType();
    if (!types.isKnown(type) || (types.isMap(type) && !said.containsKey("paramLabel"))) {
      throw new NotKnownException(field, "type " + type + " is not known to cli-options");
    }
    List<String> calls = new ArrayList<>();
    calls.add("type(" + JavaTypes.erased(type) + ".class)");
    if (types.isMultiValue(type)) {
      calls.add(
          JavaTypes.arguments(type).stream()
              .map(each -> JavaTypes.erased(each) + ".class")
              .collect(Collectors.joining(", ", "auxiliaryTypes(", ")")));
    }
    return calls;
  }
}
