package dev.jbuild.parser.fuzz;

import dev.jbuild.parser.expand.ExpansionOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/** Makes one input after the other and holds the promises against it. */
final class Fuzzer {
  private static final int VARIETY = 10_000;

  private final Random random;
  private final List<Trial<?>> trials;
  private volatile byte[] input = {};

  Fuzzer(long seed) {
    this.random = new Random(seed);
    Trial<byte[]> files = new Trial<>(Inputs.files(), Promises::checkFile);
    Trial<String> words = new Trial<>(Words.any(), this::checkWord);
    this.trials =
        List.of(
            files,
            files,
            files,
            words,
            words,
            new Trial<>(Inputs.files(), Promises::checkIgnoreFile),
            new Trial<>(Inputs.hugeFiles(), Promises::checkFile),
            new Trial<>(Inputs.hugeFiles(), Promises::checkIgnoreFile),
            new Trial<>(Inputs.hugeWords(), this::checkWord));
  }

  private final class Trial<T> {
    private final RandomGenerator<T> generator;
    private final Consumer<T> promise;

    Trial(Arbitrary<T> inputs, Consumer<T> promise) {
      this.generator = inputs.generator(VARIETY, true);
      this.promise = promise;
    }

    void run() {
      Shrinkable<T> next = generator.next(random);
      try {
        attempt(next);
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        attempt(smallest(next));
        throw e;
      }
    }

    private void attempt(Shrinkable<T> next) {
      T value = next.value();
      input =
          value instanceof byte[] bytes ? bytes : value.toString().getBytes(StandardCharsets.UTF_8);
      promise.accept(value);
    }

    /** The input that still fails when every smaller one is fine. */
    private Shrinkable<T> smallest(Shrinkable<T> failing) {
      Shrinkable<T> smallest = failing;
      boolean found = true;
      while (found) {
        Shrinkable<T> best = smallest;
        smallest = smallest.shrink().filter(this::fails).findFirst().orElse(best);
        found = smallest != best;
      }
      return smallest;
    }

    private boolean fails(Shrinkable<T> next) {
      try {
        attempt(next);
        return false;
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        return true;
      }
    }
  }

  private void checkWord(String word) {
    var options =
        new ExpansionOptions(
            random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    Promises.checkExpander(word, random.nextBoolean() ? '\\' : '`', options);
  }

  /** The input that is being tried. */
  byte[] input() {
    return input.clone();
  }

  void tryNext() {
    trials.get(random.nextInt(trials.size())).run();
  }
}
