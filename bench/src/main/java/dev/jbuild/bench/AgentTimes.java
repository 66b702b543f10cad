package dev.jbuild.bench;

import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * From the call to an agent that takes requests, beside the start of a process that does nothing.
 * Arguments: a directory of the user; the rounds.
 */
public final class AgentTimes {
  private static final int WARM_UP = 20;

  private AgentTimes() {}

  public static void main(String[] words) throws Exception {
    Path directory = Path.of(words[0]).toAbsolutePath();
    int rounds = Integer.parseInt(words[1]);
    Path state = Files.createDirectories(directory.resolve("state"));
    AgentOptions options =
        new AgentOptions(state, directory.resolve("native"), Isolation.AUTO, System.err::println);
    Samples start = new Samples("cold");
    Samples process = new Samples("cold");
    String isolation = "";
    for (int i = 0; i < WARM_UP + rounds; i++) {
      if (i == WARM_UP) {
        start = new Samples("agent, " + isolation);
        process = new Samples("/bin/true");
      }
      try (Agent agent = start.time(() -> Agent.start(options))) {
        isolation = agent.info().isolation().word();
      }
      process.time(() -> new ProcessBuilder("/bin/true").start().waitFor());
    }
    start.print();
    process.print();
  }
}
