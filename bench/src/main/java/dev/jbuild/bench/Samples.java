package dev.jbuild.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/** How long one thing took, many times. */
final class Samples {
  private final String name;
  private long[] nanos = new long[0];

  Samples(String name) {
    this.name = name;
  }

  <T> T time(Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T result = work.call();
    nanos = Arrays.copyOf(nanos, nanos.length + 1);
    nanos[nanos.length - 1] = System.nanoTime() - start;
    return result;
  }

  double last() {
    return nanos[nanos.length - 1] / 1e6;
  }

  double best() {
    return Arrays.stream(nanos).min().orElseThrow() / 1e6;
  }

  double median() {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e6;
  }

  @SuppressWarnings("SystemOut") // this program's result is its output
  void print() {
    System.out.printf(
        Locale.ROOT,
        "%-26s best %9.2f ms  median %9.2f ms  (%d times)%n",
        name,
        best(),
        median(),
        nanos.length);
  }

  /** What the other takes in times of this. */
  @SuppressWarnings("SystemOut") // this program's result is its output
  void printRatio(Samples other) {
    System.out.printf(
        Locale.ROOT,
        "%s / %s: best %.2f, median %.2f%n",
        name,
        other.name,
        best() / other.best(),
        median() / other.median());
  }
}
