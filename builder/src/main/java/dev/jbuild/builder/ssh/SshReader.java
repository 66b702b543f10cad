package dev.jbuild.builder.ssh;

import java.io.EOFException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the data types of ssh (RFC 4251, section 5). */
final class SshReader {
  private final ByteBuffer in;

  SshReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  int uint8() throws EOFException {
    need(1);
    return in.get() & 0xFF;
  }

  int uint32() throws EOFException {
    need(4);
    return in.getInt();
  }

  byte[] bytes() throws EOFException {
    int length = uint32();
    need(length);
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  String text() throws EOFException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  BigInteger number() throws EOFException {
    byte[] value = bytes();
    return value.length == 0 ? BigInteger.ZERO : new BigInteger(value);
  }

  private void need(int count) throws EOFException {
    if (count < 0 || in.remaining() < count) {
      throw new EOFException("ssh data ends early");
    }
  }
}
