package dev.jbuild.options;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Types of fields: how sources write them, and what picocli makes of them. */
final class JavaTypes {
  private final Elements elements;
  private final Types types;

  JavaTypes(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** The name without type arguments and annotations, as before {@code .class}. */
  static String erased(TypeMirror type) {
    if (type instanceof DeclaredType declared) {
      return ((TypeElement) declared.asElement()).getQualifiedName().toString();
    } else if (type instanceof ArrayType array) {
      return erased(array.getComponentType()) + "[]";
    } else if (type.getKind().isPrimitive()) {
      return type.getKind().name().toLowerCase(Locale.ROOT);
    }
    throw new IllegalArgumentException("no type of an option: " + type);
  }

  /** The name with type arguments, as in a cast. */
  static String full(TypeMirror type) {
    List<? extends TypeMirror> arguments = arguments(type);
    return arguments.isEmpty()
        ? erased(type)
        : arguments.stream()
            .map(JavaTypes::full)
            .collect(Collectors.joining(", ", erased(type) + "<", ">"));
  }

  static List<? extends TypeMirror> arguments(TypeMirror type) {
    return type instanceof DeclaredType declared ? declared.getTypeArguments() : List.of();
  }

  static boolean isBoolean(TypeMirror type) {
    return type.getKind() == TypeKind.BOOLEAN || erased(type).equals(Boolean.class.getName());
  }

  /** Whether it is clear what picocli makes of it: of arrays and raw collections it is not. */
  boolean isKnown(TypeMirror type) {
    boolean parametrized = !arguments(type).isEmpty();
    return type.getKind() != TypeKind.ARRAY
        && !is(type, Optional.class)
        && parametrized == isMultiValue(type);
  }

  boolean isMultiValue(TypeMirror type) {
    return is(type, Collection.class) || isMap(type);
  }

  boolean isMap(TypeMirror type) {
    return is(type, Map.class);
  }

  private boolean is(TypeMirror type, Class<?> wanted) {
    TypeElement element = Objects.requireNonNull(elements.getTypeElement(wanted.getName()));
    return types.isAssignable(types.erasure(type), types.erasure(element.asType()));
  }
}
