package dev.jbuild.builder.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a case's JSON. */
record Data(Map<String, @Nullable Object> values) {

  static Data of(@Nullable Object json) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (json != null) {
      ((Map<?, ?>) json).forEach((name, value) -> values.put((String) name, value));
    }
    return new Data(values);
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  @Nullable Object value(String name) {
    return values.get(name);
  }

  String text(String name, String otherwise) {
    Object value = values.get(name);
    return value == null ? otherwise : String.valueOf(value);
  }

  long number(String name, long otherwise) {
    return values.get(name) instanceof Long number ? number : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    return values.get(name) instanceof Boolean flag ? flag : otherwise;
  }

  Data object(String name) {
    return of(values.get(name));
  }

  List<Data> objects(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(Data::of).toList()
        : List.of();
  }

  List<String> texts(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  Map<String, String> textMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    object(name).values().forEach((key, value) -> map.put(key, String.valueOf(value)));
    return map;
  }
}
