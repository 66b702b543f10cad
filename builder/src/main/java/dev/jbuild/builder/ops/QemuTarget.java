package dev.jbuild.builder.ops;

import java.util.Map;
import java.util.Optional;

/**
 * An architecture as QEMU names it, and what the header of its programs says (System V ABI, ELF
 * header): 64 or 32 bits, which end of numbers comes first, and the number of the machine.
 */
record QemuTarget(String word, boolean wide, boolean bigEndian, int machine) {
  private static final Map<String, QemuTarget> BY_ARCHITECTURE =
      Map.ofEntries(
          Map.entry("amd64", new QemuTarget("x86_64", true, false, 62)),
          Map.entry("386", new QemuTarget("i386", false, false, 3)),
          Map.entry("arm64", new QemuTarget("aarch64", true, false, 183)),
          Map.entry("arm", new QemuTarget("arm", false, false, 40)),
          Map.entry("loong64", new QemuTarget("loongarch64", true, false, 258)),
          Map.entry("mips64", new QemuTarget("mips64", true, true, 8)),
          Map.entry("mips64le", new QemuTarget("mips64el", true, false, 8)),
          Map.entry("ppc64le", new QemuTarget("ppc64le", true, false, 21)),
          Map.entry("riscv64", new QemuTarget("riscv64", true, false, 243)),
          Map.entry("s390x", new QemuTarget("s390x", true, true, 22)));

  /** The program that runs an architecture, without {@code -static}. */
  static String name(String architecture) {
    QemuTarget target = BY_ARCHITECTURE.get(architecture);
    return "qemu-" + (target == null ? architecture : target.word());
  }

  /** The first five fields of the binfmt_misc rule for programs of an architecture. */
  static Optional<String> rule(String architecture) {
    return Optional.ofNullable(BY_ARCHITECTURE.get(architecture)).map(QemuTarget::rule);
  }

  /** Static programs are of type 2, position independent ones of type 3, told apart by one bit. */
  private String rule() {
    String ident =
        "\\x7fELF" + hex(wide ? 2 : 1) + hex(bigEndian ? 2 : 1) + hex(1) + hex(0).repeat(9);
    String mask = hex(0xff).repeat(7) + hex(0) + hex(0xff).repeat(8);
    return ":qemu-"
        + word
        + ":M::"
        + ident
        + number(2)
        + number(machine)
        + ":"
        + mask
        + number(0xfffe)
        + number(0xffff);
  }

  private String number(int value) {
    String low = hex(value & 0xff);
    String high = hex(value >> 8);
    return bigEndian ? high + low : low + high;
  }

  private static String hex(int value) {
    return "\\x%02x".formatted(value);
  }
}
