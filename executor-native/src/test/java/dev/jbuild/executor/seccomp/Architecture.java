package dev.jbuild.executor.seccomp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A system call interface of the kernel: its number in linux/audit.h, and its column in the table.
 */
enum Architecture {
  X86_64(0xc000003e, "amd64", 1),
  I386(0x40000003, "amd64", 2),
  AARCH64(0xc00000b7, "arm64", 3),
  ARM(0x40000028, "arm64", 4);

  private final int audit;
  private final String profileWord;
  private final int column;

  Architecture(int audit, String profileWord, int column) {
    this.audit = audit;
    this.profileWord = profileWord;
    this.column = column;
  }

  int audit() {
    return audit;
  }

  /** What conditions of a profile call it: a 32 bit interface has the word of its 64 bit one. */
  String profileWord() {
    return profileWord;
  }

  /** The numbers by name, from the lines of {@code syscalls.tsv}. */
  Map<String, Integer> numbers(List<String> table) {
    Map<String, Integer> numbers = new TreeMap<>();
    for (String line : table) {
      String[] fields = line.split("\t", -1);
      if (!line.startsWith("#") && !fields[column].equals("-")) {
        numbers.put(fields[0], Integer.valueOf(fields[column]));
      }
    }
    return numbers;
  }
}
