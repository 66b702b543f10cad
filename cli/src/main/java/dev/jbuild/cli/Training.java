package dev.jbuild.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs several command lines, with {@code --} between them, in one process: an archive of class
 * data is made of what one process loads (src/build/dist.sh).
 */
final class Training {
  private Training() {}

  public static void main(String[] args) {
    List<String> rest = new ArrayList<>(Arrays.asList(args));
    rest.add("--");
    while (!rest.isEmpty()) {
      List<String> words = rest.subList(0, rest.indexOf("--"));
      Main.run(List.copyOf(words));
      rest = rest.subList(words.size() + 1, rest.size());
    }
  }
}
