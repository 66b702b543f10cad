package dev.jbuild.executor.seccomp;

import dev.jbuild.executor.seccomp.Rule.Comparison;
import dev.jbuild.executor.seccomp.Rule.Condition;
import dev.jbuild.oci.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A seccomp profile in moby's format, reduced to the rules for one architecture, docker's default
 * capabilities and any kernel that the helper runs on (newer than all {@code minKernel}s).
 */
record Profile(int defaultAction, List<Rule> rules) {
  static final int ALLOW = 0x7fff0000; // SECCOMP_RET_ALLOW
  static final int ERRNO = 0x00050000; // SECCOMP_RET_ERRNO, with the number in its low half

  private static final Set<String> CAPABILITIES =
      Set.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_MKNOD",
          "CAP_NET_RAW",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETFCAP",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_KILL",
          "CAP_AUDIT_WRITE");

  /** Arguments that are an int in the kernel, which ignores what is in their high half. */
  private static final Set<String> INT_ARGUMENTS = Set.of("socket", "personality");

  private static final long LOW_HALF = 0xffffffffL;

  /**
   * @param architecture a GOARCH word, as the conditions of profiles have them
   */
  static Profile parse(byte[] json, String architecture) {
    Map<?, ?> root = (Map<?, ?>) required(Json.parse(json));
    List<Rule> rules = new ArrayList<>();
    for (Object each : (List<?>) required(root.get("syscalls"))) {
      Map<?, ?> rule = (Map<?, ?>) each;
      if (applies(rule, architecture)) {
        rules.add(rule(rule));
      }
    }
    return new Profile(action(root, "defaultAction", "defaultErrnoRet"), List.copyOf(rules));
  }

  private static boolean applies(Map<?, ?> rule, String architecture) {
    List<?> wanted = words(rule, "includes", "arches");
    return CAPABILITIES.containsAll(words(rule, "includes", "caps"))
        && words(rule, "excludes", "caps").stream().noneMatch(CAPABILITIES::contains)
        && (wanted.isEmpty() || wanted.contains(architecture))
        && !words(rule, "excludes", "arches").contains(architecture);
  }

  private static List<?> words(Map<?, ?> rule, String filter, String kind) {
    Object words = rule.get(filter) instanceof Map<?, ?> map ? map.get(kind) : null;
    return words instanceof List<?> list ? list : List.of();
  }

  private static Rule rule(Map<?, ?> rule) {
    List<String> names =
        ((List<?>) required(rule.get("names"))).stream().map(String.class::cast).toList();
    List<Condition> conditions = new ArrayList<>();
    if (rule.get("args") instanceof List<?> arguments) {
      arguments.forEach(each -> conditions.add(condition(names, (Map<?, ?>) each)));
    }
    return new Rule(names, action(rule, "action", "errnoRet"), conditions);
  }

  private static Condition condition(List<String> names, Map<?, ?> argument) {
    int index = (int) number(argument, "index");
    long value = number(argument, "value");
    String operator = (String) required(argument.get("op"));
    boolean masked = operator.equals("SCMP_CMP_MASKED_EQ");
    if (value > LOW_HALF || (!masked && !INT_ARGUMENTS.containsAll(names))) {
      throw new IllegalArgumentException("a comparison of more than 32 bits: " + names);
    }
    return switch (operator) {
      case "SCMP_CMP_EQ" -> new Condition(index, Comparison.EQUAL, (int) value, -1);
      case "SCMP_CMP_LT" -> new Condition(index, Comparison.BELOW, (int) value, -1);
      case "SCMP_CMP_GT" -> new Condition(index, Comparison.ABOVE, (int) value, -1);
      case "SCMP_CMP_MASKED_EQ" ->
          new Condition(index, Comparison.EQUAL, (int) number(argument, "valueTwo"), (int) value);
      default -> throw new IllegalArgumentException("unknown comparison " + operator);
    };
  }

  private static int action(Map<?, ?> rule, String key, String errnoKey) {
    String word = (String) required(rule.get(key));
    return switch (word) {
      case "SCMP_ACT_ALLOW" -> ALLOW;
      case "SCMP_ACT_ERRNO" -> ERRNO | (int) number(rule, errnoKey);
      default -> throw new IllegalArgumentException("unknown action " + word);
    };
  }

  private static long number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static Object required(@org.jspecify.annotations.Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("the profile is not complete");
    }
    return value;
  }
}
