package dev.jbuild.oci.layer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * File names are bytes. As text they are UTF-8, and a byte that is no part of UTF-8 becomes the
 * lone surrogate U+DC80 to U+DCFF, as in Python's "surrogateescape" (PEP 383); so every name
 * survives the way to text and back.
 */
public final class FileName {
  private static final char ESCAPE = 0xDC00;

  private FileName() {}

  public static String decode(byte[] name) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(name.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | (in.get() & 0xFF)));
      }
      decoder.reset();
    }
  }

  public static byte[] encode(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    if (!hasEscape(text)) {
      return plain;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length);
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean pair = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      if (isEscape(text.charAt(i)) && !pair) {
        bytes.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(text.charAt(i) & 0xFF);
        from = i + 1;
      }
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private static boolean hasEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEscape(int c) {
    return c >= 0xDC80 && c <= 0xDCFF;
  }
}
