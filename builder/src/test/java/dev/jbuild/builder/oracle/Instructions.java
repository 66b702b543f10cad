package dev.jbuild.builder.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes random instructions for a project; not all of them make sense in it. */
final class Instructions {
  private static final List<String> DESTINATIONS =
      List.of("/app/", "/app", "/data/deep/er/", "here/", "./", "/app/$E1/", "/app/${A1}/", "/");
  private static final List<String> NAMES = List.of("/app/name.txt", "name", "/data/a.txt");
  private static final List<String> WILDCARDS =
      List.of("*.txt", "src/*", "s*/a.txt", "src/*/*.txt", "docs/?.*", "*");
  private static final List<String> FROM_STAGE =
      List.of(
          "/app", "/app/", "/app/*.txt", "/data", "/base/version", "/base", "/runs", "/app/a.txt");

  private final Randomly randomly;
  private final Project project;

  Instructions(Randomly randomly, Project project) {
    this.randomly = randomly;
    this.project = project;
  }

  /** One for the stage with that index. */
  Instruction next(int stage) {
    boolean runs = project.base().busybox();
    return switch (randomly.below(runs ? 20 : 15)) {
      case 0 -> new Instruction.Env("E" + randomly.below(3), value());
      case 1 -> new Instruction.Arg("A" + randomly.below(3), randomly.oneIn(2) ? value() : null);
      case 2 -> new Instruction.Metadata("LABEL l" + randomly.below(2) + "=" + randomly.below(9));
      case 3 -> new Instruction.User(randomly.one(List.of("root", "app", "7", "0")));
      case 4 -> new Instruction.Workdir(randomly.one(List.of("/w", "deep/er", "/app", "/w/$E2")));
      case 5 -> new Instruction.Onbuild(copy(0));
      case 6 -> new Instruction.Metadata("CMD [\"x" + randomly.below(3) + "\"]");
      case 15, 16, 17, 18, 19 -> run();
      default -> copy(stage);
    };
  }

  private String value() {
    return randomly.one(List.of("one", "two", "x$E2", "y${A2}"));
  }

  private Instruction run() {
    var command = randomly.one(List.of(Instruction.Run.Command.values()));
    String argument =
        switch (command) {
          case READ -> randomly.one(List.of("/app/a.txt", "/base/version", "/app/name.txt"));
          case REMOVE -> randomly.one(List.of("/app", "/data", "/app/a.txt", "/runs"));
          case NOTHING -> String.valueOf(randomly.below(4));
          case VARIABLES -> "";
        };
    return new Instruction.Run(command, argument, randomly.below(3));
  }

  private Instruction copy(int stage) {
    boolean fromStage = stage > 0 && randomly.oneIn(3);
    String from = fromStage ? project.stages().get(randomly.below(stage)).name() : null;
    boolean add = !fromStage && randomly.oneIn(4);
    List<String> sources = new ArrayList<>();
    do {
      sources.add(fromStage ? randomly.one(FROM_STAGE) : source(add));
    } while (randomly.oneIn(4));
    String destination = randomly.one(DESTINATIONS);
    boolean wild = sources.stream().anyMatch(word -> word.contains("*") || word.contains("?"));
    if (sources.size() > 1 || wild) {
      destination = destination.endsWith("/") ? destination : destination + "/";
    } else if (randomly.oneIn(3)) {
      destination = randomly.one(NAMES);
    }
    return new Instruction.Copy(
        add,
        from,
        maybe("7:9", "app", "5", "app:3"),
        maybe("640", "a-w", "755", "u+x"),
        excludes(),
        sources,
        destination);
  }

  private List<String> excludes() {
    return randomly.oneIn(4)
        ? List.of(randomly.one(List.of("*.log", "**/*.log", "sub", "a.txt", "**/b.txt")))
        : List.of();
  }

  private @Nullable String maybe(String... choices) {
    return randomly.oneIn(3) ? randomly.one(List.of(choices)) : null;
  }

  private String source(boolean add) {
    if (add && randomly.oneIn(2)) {
      return "pack.tar";
    }
    if (randomly.oneIn(3)) {
      return randomly.one(WILDCARDS);
    }
    List<String> paths = new ArrayList<>(new TreeSet<>(project.files().keySet()));
    paths.add(".");
    String path = randomly.one(paths);
    return randomly.oneIn(4) ? "./" + path : path;
  }
}
