package dev.jbuild.executor.seccomp;

import java.util.List;

/**
 * What a profile says about some system calls.
 *
 * @param action what the kernel is to do, a value that a filter returns (linux/seccomp.h)
 * @param conditions all of them must hold; none: always
 */
record Rule(List<String> names, int action, List<Condition> conditions) {
  Rule {
    names = List.copyOf(names);
    conditions = List.copyOf(conditions);
  }

  /** A comparison of the low half of an argument. */
  record Condition(int argument, Comparison comparison, int value, int mask) {
    boolean holds(long given) {
      int low = (int) given;
      return switch (comparison) {
        case EQUAL -> (low & mask) == value;
        case BELOW -> Integer.compareUnsigned(low, value) < 0;
        case ABOVE -> Integer.compareUnsigned(low, value) > 0;
      };
    }
  }

  enum Comparison {
    EQUAL,
    BELOW,
    ABOVE
  }
}
