package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.StepShell;
import dev.jbuild.builder.ops.CheckoutAction;
import dev.jbuild.builder.ops.CopyAction;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.ops.RunAction;
import dev.jbuild.builder.ops.RunMounts;
import dev.jbuild.builder.ops.SnapshotAction;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.ops.WorkdirAction;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out what the actions of a plan depend on. Nothing is done here. */
final class Steps {
  private final Store store;
  private final LazyAgent agent;
  private final RemoteAccess access;
  private final SolveOptions options;
  private final BuildListener listener;
  private final RunMounts mounts;

  Steps(Solving solving, BuildListener listener) {
    this.store = solving.store();
    this.agent = solving.agent();
    this.access = solving.access();
    this.options = solving.options();
    this.listener = listener;
    this.mounts = new RunMounts(store, agent, options.run().access());
  }

  Step exec(Vertex vertex, Op.Exec exec, List<Inputs> inputs) throws IOException {
    State base = base(inputs).state();
    SortedMap<String, String> parts = common();
    Platform platform = Objects.requireNonNull(vertex.platform());
    RunAction action =
        new RunAction(store, agent, mounts, options.run().confinement(), exec, inputs);
    action.describe(platform, parts);
    boolean anew = !options.reuse().allowed(vertex);
    RunAction.Opening opening = opening(vertex);
    Step.Work work =
        times -> {
          if (opens(vertex) && opening != null) {
            action.open(platform, anew, opening);
          }
          return action.run(platform, times, io(vertex), anew, opening);
        };
    return new Step(base, parts, work, Step.Selected.NOTHING);
  }

  /** Whether something else is opened in the place of a step. */
  boolean opens(Vertex vertex) {
    StepShell shell = options.run().shell();
    StepShell.Place place = shell == null ? null : shell.instead();
    return place != null && vertex.step() != null && vertex.step().number() == place.number();
  }

  private RunAction.@Nullable Opening opening(Vertex vertex) {
    StepShell shell = options.run().shell();
    StepInfo step = vertex.step();
    return shell == null || step == null || (shell.instead() != null && !opens(vertex))
        ? null
        : (running, spec, shells) -> shell.open(step, running, spec, shells);
  }

  Step checkout(Op.SourceGit op) throws IOException {
    SortedMap<String, String> parts = common();
    CheckoutAction action = new CheckoutAction(store, access, op);
    action.describe(parts);
    State nothing = new State(store.trees().empty(), List.of());
    return new Step(nothing, parts, action::write, Step.Selected.NOTHING);
  }

  Step file(Op.FileOp op, List<Inputs> inputs) throws IOException {
    State base = base(inputs).state();
    SortedMap<String, String> parts = common();
    return switch (op) {
      case Op.Copy copy -> {
        CopyAction action = new CopyAction(store, agent, copy, inputs);
        action.describe(parts);
        yield new Step(base, parts, action::write, action::selected);
      }
      case Op.Snapshot snapshot -> {
        Inputs.Context files = (Inputs.Context) inputs.getLast();
        SnapshotAction action = new SnapshotAction(store, agent, snapshot, files);
        action.describe(parts);
        yield new Step(base, parts, times -> action.write(), Step.Selected.NOTHING);
      }
      case Op.MakeDirectory directory -> {
        WorkdirAction action = new WorkdirAction(store, agent, directory, base(inputs));
        action.describe(parts);
        yield new Step(base, parts, action::write, Step.Selected.NOTHING);
      }
    };
  }

  /** Only a build with an epoch has its part, so others are not told apart by it. */
  private SortedMap<String, String> common() {
    SortedMap<String, String> parts = new TreeMap<>();
    if (options.epoch() != null) {
      parts.put("source date epoch", String.valueOf(options.epoch().getEpochSecond()));
    }
    return parts;
  }

  private static Inputs.Files base(List<Inputs> inputs) {
    return (Inputs.Files) inputs.getFirst();
  }

  private ExecIo io(Vertex vertex) {
    return ExecIo.of(
        new StepOutput(listener, vertex.step(), BuildListener.Stream.STDOUT),
        new StepOutput(listener, vertex.step(), BuildListener.Stream.STDERR));
  }
}
