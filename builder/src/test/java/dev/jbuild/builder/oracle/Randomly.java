package dev.jbuild.builder.oracle;

import java.util.List;
import java.util.random.RandomGenerator;

/** Picks things at random. */
public record Randomly(RandomGenerator random) {

  public <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** True once in {@code n} times. */
  public boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public String text() {
    return "text " + random.nextInt(1000) + "\n".repeat(random.nextInt(3));
  }
}
