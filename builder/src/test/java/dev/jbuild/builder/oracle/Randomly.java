package dev.jbuild.builder.oracle;

import java.util.List;
import java.util.random.RandomGenerator;

/** Picks things at random. */
record Randomly(RandomGenerator random) {

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** True once in {@code n} times. */
  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String text() {
    return "text " + random.nextInt(1000) + "\n".repeat(random.nextInt(3));
  }
}
