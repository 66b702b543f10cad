package dev.jbuild.bench;

import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.executor.ExecResult;
import dev.jbuild.executor.Isolation;
import dev.jbuild.executor.ProcessSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * From the call to the exit of {@code /bin/true} in a container like docker's, beside crun and runc
 * with the same limits of what it may do. Arguments: a directory that holds {@code state/1} to
 * {@code state/3}, the layers, and {@code bundle}, with the same files already mounted; the rounds;
 * {@code alone} to leave the others out.
 */
public final class ContainerTimes {
  private static final int WARM_UP = 300;
  private static final ExecIo SILENT =
      ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());

  private ContainerTimes() {}

  public static void main(String[] words) throws Exception {
    Path directory = Path.of(words[0]).toAbsolutePath();
    int rounds = Integer.parseInt(words[1]);
    Path state = directory.resolve("state");
    AgentOptions options =
        new AgentOptions(state, directory.resolve("native"), Isolation.AUTO, System.err::println);
    ContainerSpec spec =
        ContainerSpec.of(
            List.of(state.resolve("1"), state.resolve("2"), state.resolve("3")),
            null,
            ProcessSpec.of("/bin/true"));
    try (Agent agent = Agent.start(options);
        PeerShell crun = PeerShell.withoutControlGroups();
        PeerShell runc = new PeerShell()) {
      for (int i = 0; i < WARM_UP; i++) {
        run(agent, spec);
      }
      String bundle = " --root " + directory.resolve("peers");
      bundle += " run -b " + directory.resolve("bundle") + " bench";
      String crunCommand = "crun --cgroup-manager=disabled" + bundle;
      String runcCommand = "runc" + bundle;
      if (words.length > 2 && words[2].equals("alone")) {
        Samples alone = new Samples("jbuild alone");
        for (int i = 0; i < rounds; i++) {
          alone.time(() -> run(agent, spec));
        }
        alone.print();
        return;
      }
      compare(rounds, () -> run(agent, spec), "crun run", () -> crun.run(crunCommand));
      compare(rounds, () -> run(agent, spec), "runc run", () -> runc.run(runcCommand));
      printMemory();
    }
  }

  /**
   * Each peer by turns with jbuild alone, as what the other leaves to the kernel delays the next.
   */
  private static void compare(int rounds, Callable<?> jbuild, String name, Callable<?> peer)
      throws Exception {
    Samples ours = new Samples("jbuild");
    Samples others = new Samples(name);
    for (int i = 0; i < rounds; i++) {
      ours.time(jbuild);
      others.time(peer);
    }
    ours.print();
    others.print();
    ours.printRatio(others);
  }

  private static ExecResult run(Agent agent, ContainerSpec spec) throws Exception {
    ExecResult result = agent.exec(spec, SILENT);
    if (result.exitCode() != 0) {
      throw new IOException(result.toString());
    }
    return result;
  }

  @SuppressWarnings("SystemOut") // this program's result is its output
  private static void printMemory() throws IOException {
    List<ProcessHandle> helpers =
        ProcessHandle.current()
            .descendants()
            .filter(each -> comm(each).startsWith("jbuild-exec") || comm(each).startsWith("memfd"))
            .toList();
    for (ProcessHandle helper : helpers) {
      Path rollup = Path.of("/proc", Long.toString(helper.pid()), "smaps_rollup");
      Optional<String> rss =
          Files.readAllLines(rollup).stream().filter(line -> line.startsWith("Rss:")).findFirst();
      System.out.println("resident memory of " + comm(helper) + " " + rss.orElse("unknown"));
    }
  }

  private static String comm(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm")).strip();
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
