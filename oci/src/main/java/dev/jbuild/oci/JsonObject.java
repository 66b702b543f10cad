package dev.jbuild.oci;

import dev.jbuild.oci.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object read by name; a value of another kind than asked for is an {@link
 * OciFormatException}.
 */
record JsonObject(Map<?, ?> values, String what) {

  static JsonObject parse(byte[] raw, String what) {
    try {
      return of(Json.parse(raw), what);
    } catch (IllegalArgumentException e) {
      throw e instanceof OciFormatException
          ? e
          : new OciFormatException(what + ": " + e.getMessage(), e);
    }
  }

  static JsonObject of(@Nullable Object json, String what) {
    if (json instanceof Map<?, ?> map) {
      return new JsonObject(map, what);
    }
    throw new OciFormatException(what + " is not a JSON object");
  }

  @Nullable Object value(String name) {
    return values.get(name);
  }

  @Nullable String optionalString(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name, "a string");
  }

  String string(String name, String otherwise) {
    String value = optionalString(name);
    return value == null ? otherwise : value;
  }

  String required(String name) {
    String value = optionalString(name);
    if (value == null) {
      throw wrong(name, "present");
    }
    return value;
  }

  long number(String name, long otherwise) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw wrong(name, "a number");
  }

  boolean flag(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(name, "true or false");
  }

  /** The elements of an array; missing and null are empty, as other tools write either. */
  List<?> list(String name) {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "an array");
  }

  List<String> strings(String name) {
    List<String> strings = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String text)) {
        throw wrong(name, "an array of strings");
      }
      strings.add(text);
    }
    return Collections.unmodifiableList(strings);
  }

  @Nullable List<String> optionalStrings(String name) {
    return values.get(name) == null ? null : strings(name);
  }

  Map<String, String> stringMap(String name) {
    Object value = values.get(name);
    Map<String, String> strings = new LinkedHashMap<>();
    if (value != null) {
      for (Map.Entry<?, ?> entry : of(value, what + "." + name).values.entrySet()) {
        if (!(entry.getKey() instanceof String key) || !(entry.getValue() instanceof String text)) {
          throw wrong(name, "an object of strings");
        }
        strings.put(key, text);
      }
    }
    return Collections.unmodifiableMap(strings);
  }

  /** The names of an object whose values are empty objects, as Go writes a set. */
  List<String> names(String name) {
    Object value = values.get(name);
    List<String> names = new ArrayList<>();
    if (value != null) {
      of(value, what + "." + name).values.keySet().forEach(key -> names.add(String.valueOf(key)));
    }
    return Collections.unmodifiableList(names);
  }

  private OciFormatException wrong(String name, String wanted) {
    return new OciFormatException(what + ": \"" + name + "\" is not " + wanted);
  }
}
