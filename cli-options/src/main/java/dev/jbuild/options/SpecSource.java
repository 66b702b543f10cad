package dev.jbuild.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** The source text of the class that makes picocli's specification of an annotated class. */
final class SpecSource {
  private final TypeElement type;
  private final Elements elements;
  private final JavaTypes types;
  private final Literal literal;
  private final List<String> statements = new ArrayList<>();

  /** The fields that words of a command line set, by their numbers in the class. */
  private final List<VariableElement> bound = new ArrayList<>();

  SpecSource(TypeElement type, Elements elements, Types types) {
    this.type = type;
    this.elements = elements;
    this.types = new JavaTypes(elements, types);
    this.literal = new Literal(elements);
  }

  /** The name of the class that is written for another. */
  String name() {
    return packageName() + "." + simpleName(type);
  }

  /**
   * @throws NotKnownException when an annotation says what this module does not know
   */
  String text() {
    checkType();
    for (Map.Entry<String, AnnotationMirror> each : Picocli.of(type).entrySet()) {
      command(each.getValue());
    }
    for (Element member : type.getEnclosedElements()) {
      if (!(member instanceof TypeElement)) {
        member(member);
      }
    }
    return new SpecText(packageName(), simpleName(type), JavaTypes.erased(type.asType()))
        .of(statements, bound);
  }

  private void checkType() {
    TypeMirror parent = type.getSuperclass();
    if (type.getKind() != ElementKind.CLASS
        || !JavaTypes.erased(parent).equals("java.lang.Object")) {
      throw new NotKnownException(
          type, "only classes without a superclass are known to cli-options");
    }
  }

  private void command(AnnotationMirror annotation) {
    for (Map.Entry<String, AnnotationValue> each : Picocli.attributes(annotation)) {
      Attribute attribute = Attribute.COMMAND.get(each.getKey());
      if (attribute == null) {
        throw new NotKnownException(type, "\"" + each.getKey() + "\" is not known to cli-options");
      }
      String value = literal.of(each.getValue(), false);
      statements.add("spec." + attribute.method() + "(" + value + ");");
    }
  }

  private void member(Element member) {
    Picocli.of(member)
        .forEach(
            (name, annotation) -> {
              if (!(member instanceof VariableElement field)) {
                throw new NotKnownException(member, "only fields are known to cli-options");
              }
              if (field.getModifiers().contains(Modifier.PRIVATE)) {
                throw new NotKnownException(
                    field, "cli-options writes code that sets this field: it must not be private");
              }
              switch (name) {
                case "Mixin" -> mixin(field, annotation);
                case "Spec" -> spec(field);
                case "Option", "Parameters" -> argument(field, name, annotation);
                default -> throw new NotKnownException(field, "@" + name + " on a field");
              }
            });
  }

  private void argument(VariableElement field, String name, AnnotationMirror annotation) {
    String binding = "new " + simpleName(type) + "(object, " + bound.size() + ")";
    String local = field.getSimpleName() + "Field";
    statements.add(simpleName(type) + " " + local + " = " + binding + ";");
    bound.add(field);
    statements.add(
        name.equals("Option")
            ? "spec.addOption(\n        "
                + ArgumentSource.option(field, annotation, types, literal).text(local)
                + ");"
            : "spec.addPositional(\n        "
                + ArgumentSource.parameter(field, annotation, types, literal).text(local)
                + ");");
  }

  private void mixin(VariableElement field, AnnotationMirror annotation) {
    if (!annotation.getElementValues().isEmpty()) {
      throw new NotKnownException(field, "a mixin's name is not known to cli-options");
    }
    TypeElement mixin = (TypeElement) ((DeclaredType) field.asType()).asElement();
    String object = "object." + field.getSimpleName();
    String name = literal.of(field.getSimpleName().toString());
    statements.add("spec.addMixin(" + name + ", " + simpleName(mixin) + ".of(" + object + "));");
    for (Element member : mixin.getEnclosedElements()) {
      if (isMixee(member)) {
        statements.add(object + "." + member.getSimpleName() + " = spec;");
      }
    }
  }

  private void spec(VariableElement field) {
    if (!isMixee(field)) { // else the class that mixes this one in does it
      statements.add("object." + field.getSimpleName() + " = spec;");
    }
  }

  private static boolean isMixee(Element member) {
    AnnotationMirror spec = Picocli.of(member).get("Spec");
    return spec != null
        && Picocli.attributes(spec).stream()
            .anyMatch(each -> each.getValue().toString().endsWith("MIXEE"));
  }

  private String packageName() {
    PackageElement place = elements.getPackageOf(type);
    return place.getQualifiedName().toString();
  }

  /** {@code ABSpec} for {@code A.B}. */
  private static String simpleName(TypeElement type) {
    Element outer = type.getEnclosingElement();
    String prefix =
        outer instanceof TypeElement around
            ? simpleName(around).substring(0, simpleName(around).length() - "Spec".length())
            : "";
    return prefix + type.getSimpleName() + "Spec";
  }
}
