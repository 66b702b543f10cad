package dev.jbuild.builder.ops;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Passes output on with {@code ***} in place of secret values. What may be the beginning of one is
 * held back until more comes or the end.
 */
final class MaskedOutput extends OutputStream {
  /** Masking shorter ones would destroy more than it hides. */
  private static final int SHORTEST = 4;

  /** What is there may be the beginning of a value. */
  private static final int MORE = -1;

  private static final byte[] MASK = "***".getBytes(StandardCharsets.UTF_8);

  private final OutputStream out;
  private final List<byte[]> values; // the longest first
  private byte[] held = {};

  private MaskedOutput(OutputStream out, List<byte[]> values) {
    this.out = out;
    this.values = values;
  }

  /** Masks the values and, of values of several lines, each line. */
  static OutputStream of(OutputStream out, Collection<byte[]> secrets) {
    Set<String> texts = new TreeSet<>();
    for (byte[] secret : secrets) {
      String text = new String(secret, StandardCharsets.ISO_8859_1);
      texts.add(text.strip());
      text.lines().map(String::strip).forEach(texts::add);
    }
    List<byte[]> values =
        texts.stream()
            .filter(text -> text.length() >= SHORTEST)
            .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
            .sorted(Comparator.comparing((byte[] value) -> value.length).reversed())
            .toList();
    return values.isEmpty() ? out : new MaskedOutput(out, values);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = new byte[held.length + length];
    System.arraycopy(held, 0, all, 0, held.length);
    System.arraycopy(bytes, offset, all, held.length, length);
    ByteArrayOutputStream masked = new ByteArrayOutputStream(all.length);
    int position = 0;
    while (position < all.length) {
      int found = valueAt(all, position);
      if (found == MORE) {
        break;
      }
      if (found > 0) {
        masked.writeBytes(MASK);
        position += found;
      } else {
        masked.write(all[position]);
        position++;
      }
    }
    held = Arrays.copyOfRange(all, position, all.length);
    masked.writeTo(out);
  }

  /** The length of the value that begins at {@code position}, 0 for none, or {@link #MORE}. */
  private int valueAt(byte[] all, int position) {
    for (byte[] value : values) {
      int common = common(all, position, value);
      if (common == value.length) {
        return common;
      }
      if (position + common == all.length) {
        return MORE;
      }
    }
    return 0;
  }

  private static int common(byte[] all, int position, byte[] value) {
    int count = 0;
    while (count < value.length
        && position + count < all.length
        && all[position + count] == value[count]) {
      count++;
    }
    return count;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Passes on what was held back. */
  @Override
  public void close() throws IOException {
    out.write(held);
    held = new byte[0];
    out.flush();
  }
}
