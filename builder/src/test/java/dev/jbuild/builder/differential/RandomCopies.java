package dev.jbuild.builder.differential;

import dev.jbuild.builder.oracle.Randomly;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random COPY and ADD. */
final class RandomCopies {
  private static final List<String> WILD =
      List.of(
          "*", "*.txt", "src/*", "s*c/a.txt", "src/s*/*.txt", "docs/?.*", ".h*", "[a-b].*", "*nk");
  private static final List<String> DESTINATIONS =
      List.of(
          "/app/",
          "/app",
          "/data/deep/er/",
          "here/",
          "./",
          ".",
          "/",
          "/app/$E1/",
          "/lnk/",
          "/lnk/x/",
          "/app/name",
          "name",
          "/etc/",
          "/app/../x/",
          "/usr/bin/",
          "/dangling/",
          "/etc/passwd");

  /** For --chmod: docker 20.10 makes missing directories with 0755, newer ones with that mode. */
  private static final List<String> EXISTING = List.of("/", "/./");

  private static final List<String> FROM_STAGE =
      List.of(
          "/app",
          "/app/",
          "/app/*",
          "/etc/passwd",
          "/data",
          "/out*",
          "/lnk",
          "/lnk/",
          "/bin/sh",
          "/etc/../etc/group",
          "/usr/bin",
          "/w",
          "/",
          "/data/file");
  private static final List<String> OWNERS =
      List.of("7:9", "www-data", "5", "nobody:users", "0:33", "root:root", "nobody:7");
  private static final List<String> MODES = List.of("640", "0755", "711", "0777", "600");

  private final Randomly randomly;
  private final List<String> stages;

  RandomCopies(Randomly randomly, List<String> stages) {
    this.randomly = randomly;
    this.stages = stages;
  }

  String next() {
    boolean from = !stages.isEmpty() && randomly.oneIn(2);
    boolean add = !from && randomly.oneIn(3);
    StringBuilder text = new StringBuilder(add ? "ADD" : "COPY");
    if (from) {
      text.append(" --from=").append(randomly.oneIn(4) ? "0" : randomly.one(stages));
    } else if (!add && randomly.oneIn(12)) {
      text.append(" --from=").append(RandomDockerfile.BASE);
      from = true;
    }
    if (!add && randomly.oneIn(4)) { // docker 20.10 ignores it for archives
      text.append(" --chown=").append(randomly.one(OWNERS));
    }
    List<String> words = new ArrayList<>();
    do {
      words.add(from ? randomly.one(FROM_STAGE) : source(add));
    } while (randomly.oneIn(4));
    boolean chmod = randomly.oneIn(5) && !words.contains("/"); // which has files with special bits
    if (chmod) {
      text.append(" --chmod=").append(randomly.one(MODES));
    }
    words.add(randomly.one(chmod ? EXISTING : DESTINATIONS));
    boolean json = words.stream().anyMatch(word -> word.contains(" ")) || randomly.oneIn(10);
    return text.append(' ')
        .append(
            json
                ? words.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"))
                : String.join(" ", words))
        .toString();
  }

  private String source(boolean add) {
    if (add && randomly.oneIn(2)) {
      return randomly.one(RandomContext.ARCHIVES);
    }
    return switch (randomly.below(6)) {
      case 0 -> randomly.one(WILD);
      case 1 -> randomly.one(RandomContext.DIRECTORIES) + (randomly.oneIn(2) ? "/" : "");
      case 2 -> randomly.one(List.of(".", "./", "/", "src/..", "../src", "/src", "src/../docs"));
      case 3 -> in(RandomContext.LINKS) + (randomly.oneIn(4) ? "/" : "");
      default -> in(RandomContext.FILES);
    };
  }

  private String in(List<String> names) {
    String directory = randomly.one(List.of("", "", "src/", "src/sub/", "docs/", "./docs/.dir/"));
    return directory + randomly.one(names);
  }
}
