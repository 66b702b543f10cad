package dev.jbuild.options;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * How many words an argument takes when its annotation does not say, and whether it needs one:
 * picocli's builders know less of that than its reading of annotations does.
 */
final class Arity {
  private static final Pattern SAID = Pattern.compile("(\\d+|\\*)(?:\\.\\.(?:\\d+|\\*))?");

  private Arity() {}

  /** Calls of a builder's methods. */
  static List<String> calls(
      VariableElement field, boolean option, @Nullable AnnotationValue said, JavaTypes types) {
    List<String> calls = new ArrayList<>();
    String words = said == null ? usual(field.asType(), option, types) : (String) said.getValue();
    Matcher matcher = SAID.matcher(words);
    if (!matcher.matches()) {
      throw new NotKnownException(field, "arity \"" + words + "\" is not known to cli-options");
    }
    if (said == null && types.isMultiValue(field.asType())) {
      calls.add("arity(Range.valueOf(\"" + words + "\").unspecified(true))");
    }
    if (!option && !matcher.group(1).matches("0+|\\*")) {
      calls.add("required(true)");
    }
    return calls;
  }

  private static String usual(TypeMirror type, boolean option, JavaTypes types) {
    if (option) {
      TypeMirror word = types.isMultiValue(type) ? JavaTypes.arguments(type).getFirst() : type;
      return JavaTypes.isBoolean(word) ? "0" : "1";
    }
    return types.isMultiValue(type) ? "0..1" : "1";
  }
}
