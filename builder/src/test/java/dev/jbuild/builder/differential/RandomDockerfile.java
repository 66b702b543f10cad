package dev.jbuild.builder.differential;

import dev.jbuild.builder.oracle.Randomly;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A random Dockerfile and how it is built. Most can be built, some not: then both builders have to
 * fail. Only what docker 20.10's own frontend understands is in it.
 */
record RandomDockerfile(String text, Map<String, String> buildArgs, @Nullable String target) {
  static final String BASE = "base:1";

  RandomDockerfile {
    buildArgs = Map.copyOf(buildArgs);
  }

  String options() {
    return buildArgs + (target == null ? "" : " --target " + target);
  }

  static RandomDockerfile of(long seed) {
    Randomly randomly = new Randomly(new SplittableRandom(seed));
    StringBuilder text = new StringBuilder();
    if (randomly.oneIn(10)) {
      text.append("# escape=`\n");
    }
    if (randomly.oneIn(2)) {
      text.append("ARG A1=global\nARG FROM1=").append(BASE).append('\n');
    }
    boolean global = !text.isEmpty() && text.indexOf("FROM1") >= 0;
    int stages = 1 + randomly.below(3);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < stages; i++) {
      text.append("FROM ").append(base(randomly, names, global));
      names.add("s" + i);
      text.append(randomly.oneIn(2) ? " AS " : " as ").append("s").append(i).append('\n');
      int instructions = 2 + randomly.below(7);
      RandomInstructions each = new RandomInstructions(randomly, names.subList(0, i));
      for (int n = 0; n < instructions; n++) {
        text.append(each.next()).append('\n');
      }
    }
    Map<String, String> buildArgs = new LinkedHashMap<>();
    for (String name : List.of("A1", "A2", "E1")) {
      if (randomly.oneIn(4)) {
        buildArgs.put(name, randomly.one(List.of("given", "", "x y", "$E1")));
      }
    }
    String target = randomly.oneIn(6) ? randomly.one(names) : null;
    String escaped = text.indexOf("`") < 0 ? text.toString() : text.toString().replace('\\', '`');
    return new RandomDockerfile(escaped, buildArgs, target);
  }

  private static String base(Randomly randomly, List<String> earlier, boolean global) {
    if (!earlier.isEmpty() && randomly.oneIn(2)) {
      return randomly.one(earlier);
    }
    if (global && randomly.oneIn(3)) {
      return randomly.one(List.of("$FROM1", "${FROM1:-scratch}", "${NONE:-base}:1"));
    }
    if (randomly.oneIn(8)) {
      return "scratch";
    }
    return randomly.oneIn(8) ? "--platform=$BUILDPLATFORM " + BASE : BASE;
  }
}
