package dev.jbuild.options;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.SimpleAnnotationValueVisitor14;

/** The source text of what an annotation says; of several values the text of arguments. */
final class Literal extends SimpleAnnotationValueVisitor14<String, Boolean> {
  private final Elements elements;

  Literal(Elements elements) {
    this.elements = elements;
  }

  /**
   * @param instance whether a class stands for an instance of it
   */
  String of(AnnotationValue value, boolean instance) {
    return visit(value, instance);
  }

  String of(Object constant) {
    return elements.getConstantExpression(constant);
  }

  @Override
  protected String defaultAction(Object constant, Boolean instance) {
    return of(constant);
  }

  @Override
  public String visitEnumConstant(VariableElement constant, Boolean instance) {
    return JavaTypes.erased(constant.asType()) + "." + constant.getSimpleName();
  }

  @Override
  public String visitType(TypeMirror type, Boolean instance) {
    String name = JavaTypes.erased(type);
    return instance ? "new " + name + "()" : name + ".class";
  }

  @Override
  public String visitArray(List<? extends AnnotationValue> values, Boolean instance) {
    return values.stream().map(each -> of(each, instance)).collect(Collectors.joining(", "));
  }
}
