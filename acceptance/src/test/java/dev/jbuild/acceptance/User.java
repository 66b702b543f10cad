package dev.jbuild.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who runs the commands of a test. */
enum User {
  /** Whoever runs the tests. */
  SELF,
  /** An ordinary user with subordinate ids; only root can become that one. */
  UID_1000;

  static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /** Those that this run of the tests can be. */
  static List<User> available() {
    return ROOT ? List.of(SELF, UID_1000) : List.of(SELF);
  }

  /** The words that run {@code words} as this user, who calls {@code home} home. */
  List<String> command(Path home, List<String> words) {
    if (this == SELF) {
      return words;
    }
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "sh"));
    all.addAll(become(home, words));
    return all;
  }

  /**
   * The same with the machine's changeable directories hidden and all processes gone in the end:
   * for the peer programs, which leave caches and servants behind.
   */
  List<String> peerCommand(Path home, List<String> words) {
    if (!ROOT) {
      return words;
    }
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    all.addAll(List.of("--kill-child", "--mount-proc", "sh", script("private.sh")));
    if (this == SELF) {
      all.addAll(words);
    } else {
      all.add("sh");
      all.addAll(become(home, words));
    }
    return all;
  }

  private static List<String> become(Path home, List<String> words) {
    List<String> all = new ArrayList<>();
    all.add(Checkout.ROOT.resolve("scripts/as-uid-1000.sh").toString());
    all.add(home.toString());
    all.add(Checkout.DISTRIBUTION.toString());
    all.add(JDK.toString());
    all.addAll(words);
    return all;
  }

  /** The command as this user sees it: the checkout may lie where only root can look. */
  Path launcher(Path home) {
    Path distribution = this == SELF ? Checkout.DISTRIBUTION : home.resolve("dist");
    return distribution.resolve("bin/jbuild");
  }

  private static String script(String name) {
    return Checkout.ROOT.resolve("acceptance/src/test/resources").resolve(name).toString();
  }

  @Override
  public String toString() {
    return this == UID_1000 ? "uid 1000" : ROOT ? "root" : "this user";
  }
}
