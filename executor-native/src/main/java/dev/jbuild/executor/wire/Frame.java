package dev.jbuild.executor.wire;

import dev.jbuild.oci.layer.FileName;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One received frame. Its payload is either fields or raw bytes, as its type says. */
public final class Frame {
  private static final int HEAD = 8;

  private final FrameType type;
  private final byte[] payload;

  Frame(FrameType type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }

  public FrameType type() {
    return type;
  }

  /** The raw bytes, shared, not copied: a frame has one reader. */
  public byte[] payload() {
    return payload;
  }

  /** Calls the visitor with each field, in order. */
  public void visit(FieldVisitor visitor) throws ProtocolException {
    visit(payload, visitor);
  }

  /** Calls the visitor with each field of a payload, in order. */
  public static void visit(byte[] payload, FieldVisitor visitor) throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      if (in.remaining() < HEAD) {
        throw new ProtocolException("a field is cut off");
      }
      Tag tag = Tag.of(in.getShort() & 0xFFFF);
      in.getShort();
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new ProtocolException("a field is too long");
      }
      byte[] value = new byte[length];
      in.get(value);
      if (tag != null) {
        visitor.field(tag, new Value(value));
      }
    }
  }

  /** The number under the tag, or 0. */
  public long number(Tag wanted) throws ProtocolException {
    long[] found = new long[1];
    visit(
        (tag, value) -> {
          if (tag == wanted) {
            found[0] = value.number();
          }
        });
    return found[0];
  }

  /** The text under the tag, or "". */
  public String text(Tag wanted) throws ProtocolException {
    String[] found = {""};
    visit(
        (tag, value) -> {
          if (tag == wanted) {
            found[0] = value.text();
          }
        });
    return found[0];
  }

  /** The texts under the tag, in order. */
  public List<String> texts(Tag wanted) throws ProtocolException {
    List<String> texts = new ArrayList<>();
    visit(
        (tag, value) -> {
          if (tag == wanted) {
            texts.add(value.text());
          }
        });
    return texts;
  }

  /** Takes the fields of a frame one by one. */
  @FunctionalInterface
  public interface FieldVisitor {
    void field(Tag tag, Value value) throws ProtocolException;
  }

  /** The content of a field, read as what its tag says. */
  public static final class Value {
    private final byte[] bytes;

    Value(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes;
    }

    public String text() {
      return FileName.decode(bytes);
    }

    public long number() throws ProtocolException {
      if (bytes.length != Long.BYTES) {
        throw new ProtocolException("a number has " + bytes.length + " bytes");
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
  }
}
