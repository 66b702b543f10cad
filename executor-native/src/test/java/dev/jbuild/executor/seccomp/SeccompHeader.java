package dev.jbuild.executor.seccomp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The text of {@code seccomp_default.h}. */
final class SeccompHeader {
  private static final int COLUMNS = 5;
  private static final int WIDTH = 116;

  /** The helper's architectures, each with the system call interfaces that its kernels have. */
  static final Map<String, List<Architecture>> FAMILIES =
      new java.util.TreeMap<>(
          Map.of(
              "__x86_64__", List.of(Architecture.X86_64, Architecture.I386),
              "__aarch64__", List.of(Architecture.AARCH64, Architecture.ARM)));

  private final FilterCompiler compiler;
  private final byte[] profile;
  private final StringBuilder text = new StringBuilder();

  private SeccompHeader(Path directory) throws IOException {
    profile = Files.readAllBytes(directory.resolve("default.json"));
    compiler = new FilterCompiler(profile, Files.readAllLines(directory.resolve("syscalls.tsv")));
  }

  /**
   * @param directory with the profile and the table of system calls
   */
  static String of(Path directory) throws IOException {
    SeccompHeader header = new SeccompHeader(directory);
    header.text.append(
        """
        /* Generated from default.json, moby's seccomp profile (moby/profiles, commit cd3bed80), by SeccompHeaderTest:
         * ../seccomp/README.md has the command.
         *
         * Allowed, some only with certain arguments:
        """);
    header.names();
    header.text.append(
        """
         */
        #pragma once

        /* clang-format off */
        #include <linux/filter.h>

        """);
    String condition = "#if";
    for (Map.Entry<String, List<Architecture>> family : FAMILIES.entrySet()) {
      header.text.append(condition).append(" defined(").append(family.getKey()).append(")\n");
      header.filter(header.compiler.compile(family.getValue()));
      condition = "#elif";
    }
    return header
        .text
        .append("#else\n#error \"no seccomp filter for this architecture\"\n#endif\n")
        .toString();
  }

  private void names() {
    TreeSet<String> names = new TreeSet<>();
    for (Architecture architecture : Architecture.values()) {
      Profile.parse(profile, architecture.profileWord()).rules().stream()
          .filter(rule -> rule.action() == Profile.ALLOW)
          .forEach(rule -> names.addAll(rule.names()));
    }
    StringBuilder line = new StringBuilder(" *");
    for (String name : names) {
      if (line.length() + 1 + name.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" *");
      }
      line.append(' ').append(name);
    }
    text.append(line).append('\n');
  }

  private void filter(List<Instruction> code) {
    text.append("static const struct sock_filter default_filter[")
        .append(code.size())
        .append("] = {\n");
    for (int i = 0; i < code.size(); i++) {
      Instruction instruction = code.get(i);
      text.append(i % COLUMNS == 0 ? "    " : " ");
      text.append(
          "{0x%02x, %d, %d, 0x%x},"
              .formatted(
                  instruction.code(),
                  instruction.jumpTrue(),
                  instruction.jumpFalse(),
                  instruction.value()));
      if (i % COLUMNS == COLUMNS - 1 || i == code.size() - 1) {
        text.append('\n');
      }
    }
    text.append("};\n");
  }
}
