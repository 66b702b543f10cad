package dev.jbuild.executor.seccomp;

import dev.jbuild.executor.seccomp.Rule.Comparison;
import dev.jbuild.executor.seccomp.Rule.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes a filter of a profile: for each architecture a balanced tree over ranges of numbers that
 * are treated alike. What a profile cannot know, numbers above all that it names, is ENOSYS, so
 * that programs fall back to what they did before there was such a call (as runc does).
 */
final class FilterCompiler {
  static final int NO_SUCH_CALL = Profile.ERRNO | 38;
  static final int KILL = 0x80000000; // SECCOMP_RET_KILL_PROCESS

  private static final int NUMBER = 0; // offsets in struct seccomp_data
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int FARTHEST = 255;
  private static final int ARM_PRIVATE = 0x0f0000;

  private final byte[] profile;
  private final List<String> table;

  FilterCompiler(byte[] profile, List<String> table) {
    this.profile = profile;
    this.table = List.copyOf(table);
  }

  List<Instruction> compile(List<Architecture> architectures) {
    List<Instruction> code = new ArrayList<>();
    code.add(Instruction.of(Instruction.LOAD, ARCHITECTURE));
    for (Architecture architecture : architectures) {
      List<Instruction> section = section(architecture);
      code.add(new Instruction(Instruction.IF_EQUAL, 0, 1, architecture.audit()));
      code.add(Instruction.of(Instruction.JUMP, 1));
      code.add(Instruction.of(Instruction.JUMP, section.size()));
      code.addAll(section);
    }
    code.add(Instruction.of(Instruction.RETURN, KILL));
    return code;
  }

  private List<Instruction> section(Architecture architecture) {
    List<Map.Entry<Integer, List<Instruction>>> ranges = new ArrayList<>();
    decisions(architecture)
        .forEach(
            (first, decision) -> {
              if (ranges.isEmpty() || !ranges.getLast().getValue().equals(decision)) {
                ranges.add(Map.entry(first, decision));
              }
            });
    List<Instruction> section = new ArrayList<>();
    section.add(Instruction.of(Instruction.LOAD, NUMBER));
    section.addAll(tree(ranges));
    return section;
  }

  /** The code for each number that is treated unlike the one before it. */
  private NavigableMap<Integer, List<Instruction>> decisions(Architecture architecture) {
    Profile rules = Profile.parse(profile, architecture.profileWord());
    Map<String, Integer> numbers = architecture.numbers(table);
    NavigableMap<Integer, List<Rule>> byNumber = new TreeMap<>();
    for (Rule rule : rules.rules()) {
      for (String name : rule.names()) {
        Integer number = numbers.get(name);
        if (number != null) {
          byNumber.computeIfAbsent(number, n -> new ArrayList<>()).add(rule);
        }
      }
    }
    int newest = byNumber.lowerKey(ARM_PRIVATE);
    NavigableMap<Integer, List<Instruction>> decisions = new TreeMap<>();
    decisions.put(0, returning(rules.defaultAction()));
    byNumber.forEach(
        (number, about) -> {
          decisions.put(number, decision(about, rules.defaultAction()));
          int otherwise = number < newest ? rules.defaultAction() : NO_SUCH_CALL;
          if (!byNumber.containsKey(number + 1)) {
            decisions.put(number + 1, returning(otherwise));
          }
        });
    return decisions;
  }

  private static List<Instruction> returning(int action) {
    return List.of(Instruction.of(Instruction.RETURN, action));
  }

  /** The first rule that holds; one without conditions ends the search. */
  private static List<Instruction> decision(List<Rule> rules, int otherwise) {
    List<Instruction> code = new ArrayList<>(returning(otherwise));
    for (Rule rule : rules.reversed()) {
      List<Instruction> whenAllHold = returning(rule.action());
      if (rule.conditions().isEmpty()) {
        code = new ArrayList<>(whenAllHold);
        continue;
      }
      if (rule.conditions().size() > 1) {
        throw new IllegalArgumentException("several conditions in a rule: " + rule);
      }
      List<Instruction> tested = new ArrayList<>(test(rule.conditions().getFirst()));
      tested.addAll(whenAllHold);
      tested.addAll(code);
      code = tested;
    }
    return code;
  }

  /** Goes on with the next instruction when the condition holds, else with the one after it. */
  private static List<Instruction> test(Condition condition) {
    List<Instruction> code = new ArrayList<>();
    code.add(Instruction.of(Instruction.LOAD, ARGUMENTS + 8 * condition.argument()));
    if (condition.comparison() == Comparison.EQUAL && condition.mask() != -1) {
      code.add(Instruction.of(Instruction.AND, condition.mask()));
    }
    code.add(
        switch (condition.comparison()) {
          case EQUAL -> new Instruction(Instruction.IF_EQUAL, 0, 1, condition.value());
          case ABOVE -> new Instruction(Instruction.IF_ABOVE, 0, 1, condition.value());
          case BELOW -> new Instruction(Instruction.IF_AT_LEAST, 1, 0, condition.value());
        });
    return code;
  }

  private static List<Instruction> tree(List<Map.Entry<Integer, List<Instruction>>> ranges) {
    if (ranges.size() == 1) {
      return ranges.getFirst().getValue();
    }
    int middle = ranges.size() / 2;
    List<Instruction> low = tree(ranges.subList(0, middle));
    List<Instruction> high = tree(ranges.subList(middle, ranges.size()));
    int border = ranges.get(middle).getKey();
    List<Instruction> code = new ArrayList<>();
    if (low.size() <= FARTHEST) {
      code.add(new Instruction(Instruction.IF_AT_LEAST, low.size(), 0, border));
    } else {
      code.add(new Instruction(Instruction.IF_AT_LEAST, 0, 1, border));
      code.add(Instruction.of(Instruction.JUMP, low.size()));
    }
    code.addAll(low);
    code.addAll(high);
    return code;
  }
}
