package dev.jbuild.builder.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** Bytes of all kinds, to be compressed. */
final class MixedBytes {
  private MixedBytes() {}

  static byte[] classFile() throws IOException {
    try (InputStream in = Object.class.getResourceAsStream("String.class")) {
      return in.readAllBytes();
    }
  }

  /** Runs, noise, words of few letters, and what was there before, near and far. */
  static byte[] of(Random random, int size) throws IOException {
    byte[] code = classFile();
    byte[] bytes = new byte[size];
    int letters = 1 + random.nextInt(256);
    for (int at = 0; at < size; ) {
      int length = Math.min(size - at, 1 + random.nextInt(1 << random.nextInt(16)));
      int kind = random.nextInt(5);
      int back = at == 0 ? 0 : 1 + random.nextInt(Math.min(at, 70_000));
      byte run = (byte) random.nextInt();
      for (int i = 0; i < length; i++, at++) {
        bytes[at] =
            switch (kind) {
              case 0 -> run;
              case 1 -> (byte) random.nextInt();
              case 2 -> (byte) random.nextInt(letters);
              case 3 -> code[at % code.length];
              default -> bytes[Math.max(0, at - back)];
            };
      }
    }
    return bytes;
  }
}
