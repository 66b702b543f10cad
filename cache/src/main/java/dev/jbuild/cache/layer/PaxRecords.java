package dev.jbuild.cache.layer;

import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.FileName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of a PAX extended header (POSIX.1-2017, pax, "pax Extended Header"). */
final class PaxRecords {
  private static final String XATTR = "SCHILY.xattr.";

  private final Map<String, byte[]> values = new HashMap<>();

  /** The only records that may repeat: GNU sparse map, version 0.0. */
  private final List<Long> sparseNumbers = new ArrayList<>();

  PaxRecords() {}

  /** These records, with {@code defaults} for what is not there. */
  PaxRecords over(PaxRecords defaults) {
    PaxRecords merged = new PaxRecords();
    merged.values.putAll(defaults.values);
    merged.values.putAll(values);
    merged.sparseNumbers.addAll(sparseNumbers);
    return merged;
  }

  static PaxRecords parse(byte[] bytes) throws TarException {
    PaxRecords records = new PaxRecords();
    int position = 0;
    while (position < bytes.length) {
      int blank = position;
      int length = 0;
      while (blank < bytes.length && bytes[blank] >= '0' && bytes[blank] <= '9') {
        length = Math.min(length * 10 + bytes[blank] - '0', bytes.length + 1);
        blank++;
      }
      int end = position + length;
      boolean framed =
          blank > position
              && end <= bytes.length
              && blank < end
              && bytes[blank] == ' '
              && bytes[end - 1] == '\n';
      if (!framed) {
        throw new TarException("the tar has a broken PAX header");
      }
      records.add(Arrays.copyOfRange(bytes, blank + 1, end - 1));
      position = end;
    }
    return records;
  }

  private void add(byte[] record) throws TarException {
    int equals = 0;
    while (equals < record.length && record[equals] != '=') {
      equals++;
    }
    if (equals == 0 || equals == record.length) {
      throw new TarException("the tar has a PAX record without a name or value");
    }
    String key = FileName.decode(Arrays.copyOf(record, equals));
    byte[] value = Arrays.copyOfRange(record, equals + 1, record.length);
    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
      sparseNumbers.add(number(key, value));
    }
    values.put(key, value);
  }

  /** An empty value takes a record back, so it counts as none. */
  private byte @Nullable [] value(String key) {
    byte[] value = values.get(key);
    return value == null || value.length == 0 ? null : value;
  }

  byte @Nullable [] path() {
    byte[] sparse = value("GNU.sparse.name");
    return sparse != null ? sparse : value("path");
  }

  byte @Nullable [] link() {
    return value("linkpath");
  }

  long number(String key, long otherwise) throws TarException {
    byte[] value = value(key);
    return value == null ? otherwise : number(key, value);
  }

  private static long number(String key, byte[] value) throws TarException {
    try {
      long number = Long.parseLong(new String(value, StandardCharsets.ISO_8859_1));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new TarException("the tar has no number in the PAX record " + key, e);
    }
    throw new TarException("the tar has a negative number in the PAX record " + key);
  }

  Instant mtime(Instant otherwise) throws TarException {
    byte[] value = value("mtime");
    if (value == null) {
      return otherwise;
    }
    try {
      String text = new String(value, StandardCharsets.ISO_8859_1);
      if (text.length() > 40 || !text.matches("-?[0-9]+(\\.[0-9]*)?")) {
        throw new TarException("the tar has no time in the PAX record mtime");
      }
      BigDecimal time = new BigDecimal(text.endsWith(".") ? text + "0" : text);
      BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
      return Instant.ofEpochSecond(
          seconds.longValueExact(), time.subtract(seconds).movePointRight(9).intValue());
    } catch (ArithmeticException | DateTimeException e) {
      throw new TarException("the tar has a time out of range in the PAX record mtime", e);
    }
  }

  SortedMap<String, ByteString> xattrs() {
    SortedMap<String, ByteString> xattrs = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(XATTR)) {
            xattrs.put(key.substring(XATTR.length()), ByteString.of(value));
          }
        });
    return xattrs;
  }

  /** The offsets and lengths, by turns, of sparse versions 0.0 and 0.1; null for other files. */
  @Nullable List<Long> sparseNumbers() throws TarException {
    byte[] map = value("GNU.sparse.map");
    if (map == null) {
      return value("GNU.sparse.size") == null ? null : sparseNumbers;
    }
    List<Long> numbers = new ArrayList<>();
    for (String number : new String(map, StandardCharsets.ISO_8859_1).split(",", -1)) {
      numbers.add(number("GNU.sparse.map", number.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return numbers;
  }
}
