package dev.jbuild.options;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** The annotations of picocli, as a compiler sees them. */
final class Picocli {
  private static final String PREFIX = "picocli.CommandLine.";
  private static final Set<String> KNOWN =
      Set.of("Command", "Option", "Parameters", "Mixin", "Spec");

  private Picocli() {}

  /**
   * The annotation of picocli's on an element by its simple name; none or one.
   *
   * @throws NotKnownException when there are two, or one that is not known
   */
  static Map<String, AnnotationMirror> of(Element element) {
    Map<String, AnnotationMirror> found =
        element.getAnnotationMirrors().stream()
            .filter(each -> name(each).startsWith(PREFIX))
            .collect(Collectors.toMap(each -> name(each).substring(PREFIX.length()), each -> each));
    if (found.size() > 1) {
      throw new NotKnownException(element, "one annotation of picocli's for each: " + found);
    }
    for (String name : found.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new NotKnownException(element, "@" + name + " is not known to cli-options");
      }
    }
    return found;
  }

  /** What an annotation says, by attribute, in the order in which it does. */
  static List<Map.Entry<String, AnnotationValue>> attributes(AnnotationMirror annotation) {
    return annotation.getElementValues().entrySet().stream()
        .map(each -> Map.entry(each.getKey().getSimpleName().toString(), each.getValue()))
        .toList();
  }

  private static String name(AnnotationMirror annotation) {
    Element type = annotation.getAnnotationType().asElement();
    return type instanceof TypeElement named ? named.getQualifiedName().toString() : "";
  }
}
