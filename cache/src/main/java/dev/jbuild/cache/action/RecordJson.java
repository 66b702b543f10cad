package dev.jbuild.cache.action;

import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.FileName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file form of a record: {@code {"record":{...},"sha256":"..."}}, where the checksum is that of
 * the record written again, so one changed character anywhere is found.
 */
public final class RecordJson {
  private RecordJson() {}

  public static byte[] write(ActionRecord record) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("parts", jsonTexts(record.parts()));
    body.put("tree", record.result().tree().toString());
    body.put("layers", record.result().layers().stream().map(DiffId::toString).toList());
    body.put("facts", jsonTexts(record.result().facts()));
    body.put("created", record.created().toString());
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("record", body);
    file.put("sha256", Digest.sha256(Json.write(body)).hex());
    return Json.write(file);
  }

  /** Throws IllegalArgumentException when the bytes are not exactly what was written. */
  public static ActionRecord read(byte[] bytes) {
    Map<?, ?> file = object(Json.parse(bytes));
    Map<?, ?> body = object(file.get("record"));
    if (!Digest.sha256(Json.write(body)).hex().equals(file.get("sha256"))) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    List<DiffId> layers =
        list(body.get("layers")).stream().map(layer -> DiffId.parse(string(layer))).toList();
    ActionResult result =
        new ActionResult(
            Tree.parse(string(body.get("tree"))), layers, texts(list(body.get("facts"))));
    return ActionRecord.of(
        texts(list(body.get("parts"))), result, instant(string(body.get("created"))));
  }

  private static List<Object> jsonTexts(Map<String, String> values) {
    List<Object> json = new ArrayList<>();
    values.forEach((name, value) -> json.add(List.of(text(name), text(value))));
    return json;
  }

  /** JSON has no form for the lone surrogates of {@link FileName}, so such text goes in hex. */
  private static Object text(String value) {
    boolean plain = value.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    return plain ? value : Map.of("hex", HexFormat.of().formatHex(FileName.encode(value)));
  }

  private static SortedMap<String, String> texts(List<?> pairs) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Object pair : pairs) {
      List<?> nameAndValue = list(pair);
      if (nameAndValue.size() != 2) {
        throw new IllegalArgumentException("a pair is missing");
      }
      values.put(plain(nameAndValue.get(0)), plain(nameAndValue.get(1)));
    }
    return values;
  }

  private static String plain(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? FileName.decode(HexFormat.of().parseHex(string(map.get("hex"))))
        : string(value);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time: " + text, e);
    }
  }

  private static Map<?, ?> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("an object is missing");
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("a list is missing");
  }

  private static String string(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a text is missing");
  }
}
