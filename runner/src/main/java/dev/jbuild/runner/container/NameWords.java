package dev.jbuild.runner.container;

import java.util.List;
import java.util.random.RandomGenerator;

/** Names for containers that nobody named: easy to tell apart and to type. */
final class NameWords {
  private static final List<String> QUALITIES =
      List.of(
          "amber", "brave", "brisk", "calm", "clear", "crisp", "deft", "dusky", "early", "fair",
          "fleet", "fond", "glad", "golden", "grand", "hardy", "ivory", "jolly", "keen", "kind",
          "lively", "lucid", "merry", "mild", "neat", "noble", "olive", "plain", "proud", "quick",
          "quiet", "rapid", "sharp", "silver", "steady", "sunny", "swift", "tidy", "vivid", "warm");
  private static final List<String> ANIMALS =
      List.of(
          "adder",
          "badger",
          "beaver",
          "bison",
          "crane",
          "curlew",
          "dipper",
          "dormouse",
          "eagle",
          "ermine",
          "falcon",
          "ferret",
          "finch",
          "gannet",
          "grebe",
          "hare",
          "heron",
          "ibex",
          "jay",
          "kestrel",
          "lark",
          "lynx",
          "marten",
          "newt",
          "otter",
          "owl",
          "pike",
          "plover",
          "quail",
          "raven",
          "robin",
          "salmon",
          "seal",
          "shrew",
          "stoat",
          "swan",
          "tern",
          "trout",
          "vole",
          "wren");

  private NameWords() {}

  static String next(RandomGenerator random) {
    return QUALITIES.get(random.nextInt(QUALITIES.size()))
        + "_"
        + ANIMALS.get(random.nextInt(ANIMALS.size()));
  }
}
