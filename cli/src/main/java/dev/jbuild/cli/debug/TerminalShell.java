package dev.jbuild.cli.debug;

import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.StepShell;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.executor.ExecResult;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.executor.ProcessSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A shell on the terminal of this process, or a command on its streams, in a step. */
public final class TerminalShell implements StepShell {
  private final Host host;
  private final @Nullable Place instead;
  private final List<String> command;
  private final Runnable before;
  private volatile OptionalInt exitCode = OptionalInt.empty();

  /**
   * @param instead the step that it replaces, null for where one fails
   * @param command what is run; a shell when that is nothing
   * @param before is run before the terminal is used
   */
  public TerminalShell(Host host, @Nullable Place instead, List<String> command, Runnable before) {
    this.host = host;
    this.instead = instead;
    this.command = List.copyOf(command);
    this.before = before;
  }

  /** Whether a shell can be opened for people. */
  public static boolean canAttach(Host host) {
    return host.terminal().stdin() && host.terminal().stdout();
  }

  /** What it ended with; nothing when none was opened. */
  public OptionalInt exitCode() {
    return exitCode;
  }

  @Override
  public @Nullable Place instead() {
    return instead;
  }

  @Override
  public int open(StepInfo step, Agent agent, ContainerSpec spec, List<String> shells)
      throws IOException, InterruptedException {
    boolean tty = command.isEmpty();
    ContainerSpec own = prepared(spec, shells, tty);
    before.run();
    if (tty) {
      host.err().println(greeting(step));
    }
    ExecResult result =
        tty ? agent.attach(own) : agent.exec(own, new ExecIo(host.in(), host.out(), host.err()));
    exitCode = OptionalInt.of(result.exitCode());
    return result.exitCode();
  }

  private ContainerSpec prepared(ContainerSpec spec, List<String> shells, boolean tty)
      throws IOException {
    List<String> args = command;
    ContainerSpec own = spec;
    if (command.isEmpty() && !shells.isEmpty()) {
      args = List.of(shells.getFirst());
    } else if (command.isEmpty()) {
      List<MountSpec> mounts = new ArrayList<>(spec.mounts());
      mounts.add(toolbox().mount());
      own = spec.withMounts(mounts);
      args = Toolbox.shell();
    }
    ProcessSpec process = spec.process();
    List<String> env = new ArrayList<>(process.env());
    String term = host.variable("TERM");
    if (tty && term != null && env.stream().noneMatch(each -> each.startsWith("TERM="))) {
      env.add("TERM=" + term);
    }
    ProcessSpec other = new ProcessSpec(args, env, process.cwd(), process.user(), tty);
    return own.withProcess(other);
  }

  private Toolbox toolbox() throws IOException {
    try {
      return Toolbox.find(host);
    } catch (CommandException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private String greeting(StepInfo step) {
    return instead == null
        ? "failed: " + step.title() + "\nThis is what it left. The build ends with this shell."
        : "in the place of: " + step.title() + "\nNothing that is done here is kept.";
  }
}
