package dev.jbuild.executor.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The header is what the generator makes, and that is what the profile says. */
class SeccompHeaderTest {
  private static final Path DIRECTORY = Path.of("src/main/seccomp");
  private static final Path HEADER = Path.of("src/main/c/seccomp_default.h");
  private static final int EPERM = 1;
  private static final int NEWEST = 466; // removexattrat, the newest that the profile names
  private static final List<Long> INTERESTING =
      List.of(
          0L,
          1L,
          8L,
          37L,
          38L,
          39L,
          40L,
          41L,
          0x20000L,
          0x20008L,
          0x10000000L,
          0x7e020000L,
          0x11L,
          0xffffffffL,
          -1L,
          1L << 32,
          (1L << 32) + 40);

  @Test
  void header_isWhatTheGeneratorMakes() throws IOException {
    String expected = SeccompHeader.of(DIRECTORY);
    if (Boolean.getBoolean("seccomp.write")) {
      Files.writeString(HEADER, expected);
    }

    assertThat(Files.readString(HEADER)).isEqualTo(expected);
  }

  @Test
  void filter_forEveryCall_doesWhatTheProfileSays() throws IOException {
    byte[] profile = Files.readAllBytes(DIRECTORY.resolve("default.json"));
    List<String> table = Files.readAllLines(DIRECTORY.resolve("syscalls.tsv"));
    List<String> differences = new ArrayList<>();
    for (List<Architecture> family : SeccompHeader.FAMILIES.values()) {
      BpfMachine machine = new BpfMachine(new FilterCompiler(profile, table).compile(family));
      for (Architecture architecture : family) {
        Profile rules = Profile.parse(profile, architecture.profileWord());
        Map<Integer, List<Rule>> byNumber = byNumber(rules, architecture.numbers(table));
        for (int number : candidates()) {
          for (long argument : INTERESTING) {
            int expected = expected(byNumber.getOrDefault(number, List.of()), number, argument);
            int actual = machine.run(architecture.audit(), number, argument);
            if (actual != expected) {
              differences.add("%s %d(%#x): %#x".formatted(architecture, number, argument, actual));
            }
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static int[] candidates() {
    return IntStream.rangeClosed(0, 1200)
        .flatMap(n -> IntStream.of(n, n | 0x40000000, n | 0xf0000, n | 0x80000000))
        .toArray();
  }

  private static Map<Integer, List<Rule>> byNumber(Profile profile, Map<String, Integer> numbers) {
    Map<Integer, List<Rule>> rules = new HashMap<>();
    for (Rule rule : profile.rules()) {
      for (String name : rule.names()) {
        if (numbers.containsKey(name)) {
          rules.computeIfAbsent(numbers.get(name), n -> new ArrayList<>()).add(rule);
        }
      }
    }
    return rules;
  }

  /** The profile itself, read rule by rule. */
  private static int expected(List<Rule> about, int number, long argument) {
    for (Rule rule : about) {
      if (rule.conditions().stream().allMatch(condition -> condition.holds(argument))) {
        return rule.action();
      }
    }
    boolean known = !about.isEmpty() || Integer.compareUnsigned(number, NEWEST) <= 0;
    return known ? Profile.ERRNO | EPERM : FilterCompiler.NO_SUCH_CALL;
  }

  @Test
  void filter_forAnotherArchitecture_kills() throws IOException {
    FilterCompiler compiler =
        new FilterCompiler(
            Files.readAllBytes(DIRECTORY.resolve("default.json")),
            Files.readAllLines(DIRECTORY.resolve("syscalls.tsv")));
    BpfMachine machine = new BpfMachine(compiler.compile(List.of(Architecture.X86_64)));

    assertThat(machine.run(Architecture.ARM.audit(), 1)).isEqualTo(FilterCompiler.KILL);
  }

  /**
   * The numbers of the table against this machine's own headers, as far as these are new enough.
   */
  @Test
  void table_agreesWithTheHeadersOfTheKernel() throws IOException {
    List<String> table = Files.readAllLines(DIRECTORY.resolve("syscalls.tsv"));
    assertThat(inHeader("unistd_64.h", Architecture.X86_64.numbers(table))).isGreaterThan(300);
    assertThat(inHeader("unistd_32.h", Architecture.I386.numbers(table))).isGreaterThan(300);
  }

  private static int inHeader(String name, Map<String, Integer> numbers) throws IOException {
    Matcher matcher =
        Pattern.compile("#define __NR_(\\w+)\\s+(\\d+)")
            .matcher(Files.readString(Path.of("/usr/include/x86_64-linux-gnu/asm", name)));
    int found = 0;
    while (matcher.find()) {
      Integer number = numbers.get(matcher.group(1));
      if (number != null) {
        assertThat(number).as(matcher.group(1)).isEqualTo(Integer.valueOf(matcher.group(2)));
        found++;
      }
    }
    return found;
  }
}
