package dev.jbuild.builder.sbom;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The header of a package as rpm's databases keep it: how many entries and bytes, the entries (tag,
 * type, place, count), the bytes (rpm, "Package format v4", section "Header").
 *
 * @param texts the first text of each tag that has texts
 * @param numbers the first number of each tag that has numbers of 32 bits
 */
record RpmHeader(Map<Integer, String> texts, Map<Integer, Long> numbers) {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int VENDOR = 1011;
  private static final int LICENSE = 1014;
  private static final int ARCHITECTURE = 1022;
  private static final int SOURCE = 1044;

  private static final int ENTRY = 16;
  private static final int INT32 = 4;
  private static final int STRING = 6;
  private static final int STRINGS = 8;
  private static final int TRANSLATED = 9;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  static RpmHeader parse(byte[] bytes) {
    try {
      ByteBuffer header = ByteBuffer.wrap(bytes);
      int entries = header.getInt();
      header.getInt(); // how many bytes the data has
      int data = Math.addExact(2 * Integer.BYTES, Math.multiplyExact(entries, ENTRY));
      Map<Integer, String> texts = new HashMap<>();
      Map<Integer, Long> numbers = new HashMap<>();
      for (int i = 0; i < entries; i++) {
        int tag = header.getInt();
        int type = header.getInt();
        int place = Math.addExact(data, header.getInt());
        header.getInt(); // how many
        if (type == INT32) {
          numbers.put(tag, Integer.toUnsignedLong(header.getInt(place)));
        } else if (type == STRING || type == STRINGS || type == TRANSLATED) {
          texts.put(tag, text(bytes, place));
        }
      }
      return new RpmHeader(texts, numbers);
    } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
      throw new IllegalArgumentException("a package in it is damaged", e);
    }
  }

  private static String text(byte[] bytes, int start) {
    int end = start;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  String name() {
    return texts.getOrDefault(NAME, "");
  }

  /** Version and release. */
  String version() {
    String release = texts.getOrDefault(RELEASE, "");
    String version = texts.getOrDefault(VERSION, "");
    return release.isEmpty() ? version : version + "-" + release;
  }

  /** Empty for none. */
  String epoch() {
    Long epoch = numbers.get(EPOCH);
    return epoch == null ? "" : epoch.toString();
  }

  String architecture() {
    return texts.getOrDefault(ARCHITECTURE, "");
  }

  String vendor() {
    return texts.getOrDefault(VENDOR, "");
  }

  String license() {
    return texts.getOrDefault(LICENSE, "");
  }

  /** The file name of the source package. */
  String source() {
    return texts.getOrDefault(SOURCE, "");
  }
}
