package dev.jbuild.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Two things that do the same, timed by turns. */
final class Pair {
  private final Samples ours;
  private final Samples other;
  private double[] ratios = new double[0];

  Pair(String ours, String other) {
    this.ours = new Samples(ours);
    this.other = new Samples(other);
  }

  /** Runs both, ours first or last, each after the untimed preparation. */
  void time(boolean first, Callable<?> preparation, Callable<?> one, Callable<?> peer)
      throws Exception {
    if (!first) {
      preparation.call();
      other.time(peer);
    }
    preparation.call();
    ours.time(one);
    if (first) {
      preparation.call();
      other.time(peer);
    }
    ratios = Arrays.copyOf(ratios, ratios.length + 1);
    ratios[ratios.length - 1] = ours.last() / other.last();
  }

  @SuppressWarnings("SystemOut") // this program's result is its output
  void print() {
    ours.print();
    other.print();
    ours.printRatio(other);
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "ratios of the rounds: median %.2f, quarters %.2f to %.2f%n",
        ratios[ratios.length / 2],
        ratios[ratios.length / 4],
        ratios[ratios.length * 3 / 4]);
  }
}
