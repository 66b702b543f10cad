package dev.jbuild.builder.differential;

import dev.jbuild.builder.oracle.Randomly;
import java.util.List;

/** Random instructions of one stage. */
final class RandomInstructions {
  private static final List<String> VALUES =
      List.of(
          "one", "x$E1", "y${A1}", "${E2:-none}", "${A2:+set}", "\"q $E1\"", "'s $E1'", "a\\ b");
  private static final List<String> PATHS =
      List.of("/w", "deep/er", "/app", "/w/$E1", "../up", "/app/../x/.", "\"/q d\"", "/lnk", "./");
  private static final List<String> USERS =
      List.of("root", "www-data", "33:100", "7", "nobody:users", "0:0", ":100", "33");
  private static final List<String> PLAIN =
      List.of(
          "MAINTAINER Some One <one@example.org>",
          "CMD [\"sh\", \"-c\", \"echo $E1\"]",
          "CMD echo $E1 \"two\"",
          "CMD []",
          "ENTRYPOINT [\"/bin/sh\"]",
          "ENTRYPOINT exec top -b",
          "ENTRYPOINT []",
          "STOPSIGNAL SIGINT",
          "STOPSIGNAL 9",
          "SHELL [\"/bin/sh\", \"-uc\"]",
          "SHELL [\"/bin/busybox\", \"ash\", \"-xc\"]",
          "HEALTHCHECK NONE",
          "HEALTHCHECK CMD true $E1",
          "HEALTHCHECK --interval=1m30s --timeout=2s --retries=4 CMD [\"true\", \"x\"]",
          "HEALTHCHECK --start-period=1.5s CMD echo \"hi\"",
          "EXPOSE 80",
          "EXPOSE 53/udp 8080-8082/tcp",
          "EXPOSE ${A1:-90}",
          "VOLUME /vol",
          "VOLUME [\"/data\", \"/app/v\"]",
          "VOLUME /v1 /v2",
          "VOLUME /app");

  private final Randomly randomly;
  private final List<String> earlier;
  private final RandomCopies copies;

  /**
   * @param earlier the names of the stages above
   */
  RandomInstructions(Randomly randomly, List<String> earlier) {
    this.randomly = randomly;
    this.earlier = List.copyOf(earlier);
    this.copies = new RandomCopies(randomly, this.earlier);
  }

  String next() {
    return randomly.oneIn(10) ? "ONBUILD " + instruction(List.of()) : instruction(earlier);
  }

  private String instruction(List<String> stages) {
    return switch (randomly.below(20)) {
      case 0 -> "ENV E1=" + value() + " E2=" + value();
      case 1 -> randomly.one(List.of("ENV E3 $E1 and  ${A1}", "ENV PATH=/x:$PATH", "ENV E1="));
      case 2 -> "ARG A1=" + value();
      case 3 -> randomly.one(List.of("ARG A2", "ARG A1", "ARG E1=arg", "ARG A2=two A3=$A2"));
      case 4 -> "LABEL l1=" + value() + " \"l 2\"=" + value();
      case 5 -> "USER " + randomly.one(USERS);
      case 6, 7 -> "WORKDIR " + randomly.one(PATHS);
      case 8, 9 -> randomly.one(PLAIN);
      case 10, 11, 12, 13 -> new RandomRuns(randomly, stages).next();
      default -> stages.equals(earlier) ? copies.next() : new RandomCopies(randomly, stages).next();
    };
  }

  private String value() {
    return randomly.one(VALUES);
  }
}
