package dev.jbuild.builder.diagnosis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a program say about how it is executed.
 *
 * @param interpreter with its argument as a second word: of a script, or the loader of an ELF file;
 *     empty when there is none
 * @param script whether it begins with {@code #!}
 * @param architecture of an ELF file, in the words of platforms; "" when unknown
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">ELF</a>
 */
record ProgramHead(List<String> interpreter, boolean script, String architecture) {
  static final int BYTES = 4096;

  private static final int ELF_MAGIC = 0x7f454c46;
  private static final int PT_INTERP = 3;
  private static final ProgramHead UNKNOWN = new ProgramHead(List.of(), false, "");

  ProgramHead {
    interpreter = List.copyOf(interpreter);
  }

  static ProgramHead of(byte[] bytes) {
    if (bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!') {
      return script(bytes);
    }
    boolean elf = bytes.length >= 64 && ByteBuffer.wrap(bytes).getInt() == ELF_MAGIC;
    return elf && bytes[4] == 2 ? elf(bytes) : UNKNOWN;
  }

  private static ProgramHead script(byte[] bytes) {
    String text = new String(bytes, 2, bytes.length - 2, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    String line = (end < 0 ? text : text.substring(0, end)).replaceFirst("^[ \t]+", "");
    List<String> words = List.of(line.split("[ \t]+", 2));
    return words.getFirst().isEmpty() ? UNKNOWN : new ProgramHead(words, true, "");
  }

  /** Of 64 bits: the program headers at e_phoff, their number at e_phnum. */
  private static ProgramHead elf(byte[] bytes) {
    ByteOrder order = bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer file = ByteBuffer.wrap(bytes).order(order);
    String architecture = architecture(file.getShort(18), order);
    long headers = file.getLong(32);
    int size = file.getShort(54);
    int count = file.getShort(56);
    for (int i = 0; i < count; i++) {
      long at = headers + (long) i * size;
      if (at < 0 || at + 40 > bytes.length) {
        break;
      }
      if (file.getInt((int) at) == PT_INTERP) {
        String loader = text(bytes, file.getLong((int) at + 8), file.getLong((int) at + 32));
        return new ProgramHead(loader == null ? List.of() : List.of(loader), false, architecture);
      }
    }
    return new ProgramHead(List.of(), false, architecture);
  }

  private static @Nullable String text(byte[] bytes, long from, long length) {
    if (from < 0 || length < 2 || from + length > bytes.length) {
      return null;
    }
    return new String(bytes, (int) from, (int) length - 1, StandardCharsets.UTF_8);
  }

  private static String architecture(int machine, ByteOrder order) {
    return switch (machine) {
      case 3 -> "386";
      case 21 -> order == ByteOrder.BIG_ENDIAN ? "ppc64" : "ppc64le";
      case 22 -> "s390x";
      case 40 -> "arm";
      case 62 -> "amd64";
      case 183 -> "arm64";
      case 243 -> "riscv64";
      case 258 -> "loong64";
      default -> "";
    };
  }
}
