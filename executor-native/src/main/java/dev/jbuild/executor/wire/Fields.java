package dev.jbuild.executor.wire;

import dev.jbuild.oci.layer.FileName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The payload of a frame while it is written: tagged fields one after the other. */
public final class Fields {
  private static final int HEAD = 8;

  private ByteBuffer buffer = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

  public Fields put(Tag tag, byte[] value) {
    fields(HEAD + value.length)
        .putShort((short) tag.code())
        .putShort((short) 0)
        .putInt(value.length)
        .put(value);
    return this;
  }

  /** A text in the form of {@link FileName}: every file name survives. */
  public Fields put(Tag tag, String value) {
    return put(tag, FileName.encode(value));
  }

  public Fields put(Tag tag, long value) {
    return put(
        tag, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  public Fields put(Tag tag, boolean value) {
    return put(tag, value ? 1L : 0L);
  }

  public Fields put(Tag tag, Fields nested) {
    return put(tag, nested.toByteArray());
  }

  /** The bytes of fields, as {@link #toByteArray} or {@link Frame#payload} gave them. */
  public Fields putAll(byte[] fields) {
    fields(fields.length).put(fields);
    return this;
  }

  private ByteBuffer fields(int length) {
    if (buffer.remaining() < length) {
      int needed = Math.max(buffer.capacity() * 2, buffer.position() + length);
      buffer =
          ByteBuffer.wrap(Arrays.copyOf(buffer.array(), needed))
              .order(ByteOrder.LITTLE_ENDIAN)
              .position(buffer.position());
    }
    return buffer;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
