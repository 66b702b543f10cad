package dev.jbuild.parser.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that loses nothing: a byte 0xNN that is not part of a valid sequence becomes the lone
 * surrogate U+DCNN, and that becomes the byte again.
 */
public final class Utf8 {
  private static final int STRAY = 0xdc00;

  private Utf8() {}

  /** Decodes text, without the byte order mark that it may start with. */
  public static String decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf) {
      in.position(3);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    while (decoder.decode(in, out, true).isError()) {
      out.put((char) (STRAY | (in.get() & 0xff)));
    }
    return out.flip().toString();
  }

  public static byte[] encode(String text) {
    var out = new ByteArrayOutputStream(text.length() + 16);
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isStrayAt(text, i)) {
        out.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
        out.write(strayByte(text.charAt(i)));
        plain = i + 1;
      }
    }
    out.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  static boolean isStrayByte(int character) {
    return character >= STRAY + 0x80 && character <= STRAY + 0xff;
  }

  static int strayByte(int character) {
    return character & 0xff;
  }

  private static boolean isStrayAt(String text, int index) {
    return isStrayByte(text.charAt(index))
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
