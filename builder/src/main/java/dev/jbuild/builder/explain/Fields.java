package dev.jbuild.builder.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object; what is missing or of another kind is a wrong argument. */
record Fields(Map<?, ?> object) {
  static Fields of(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      return new Fields(object);
    }
    throw new IllegalArgumentException("an object is missing");
  }

  boolean has(String name) {
    return object.containsKey(name);
  }

  String text(String name) {
    return text(object.get(name), name);
  }

  private static String text(@Nullable Object value, String name) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("the text " + name + " is missing");
  }

  long number(String name) {
    if (object.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("the number " + name + " is missing");
  }

  boolean flag(String name) {
    if (object.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException("the flag " + name + " is missing");
  }

  Fields object(String name) {
    return of(object.get(name));
  }

  List<?> list(String name) {
    if (object.get(name) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("the list " + name + " is missing");
  }

  List<Integer> numbers(String name) {
    return list(name).stream().map(each -> number(each, name)).toList();
  }

  private static int number(@Nullable Object value, String name) {
    if (value instanceof Long number) {
      return number.intValue();
    }
    throw new IllegalArgumentException("a number of " + name + " is missing");
  }

  List<String> texts(String name) {
    return list(name).stream().map(each -> text(each, name)).toList();
  }

  Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    of(object.get(name))
        .object()
        .forEach((key, value) -> texts.put((String) key, text(value, name)));
    return texts;
  }
}
