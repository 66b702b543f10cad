package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Severity;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.WorkdirInstruction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Plans one stage: makes the vertices of its steps and folds the rest into its image config. */
final class StagePlanner {
  private final Planner planner;
  private final Stage stage;
  private final StageState state;
  private final Metadata metadata;
  private int position;
  private int count;

  StagePlanner(Planner planner, Stage stage, StageState state, boolean baseIsStep) {
    this.planner = planner;
    this.stage = stage;
    this.state = state;
    this.metadata = new Metadata(state, planner.scope(), planner.words(), planner.excerpts());
    this.position = baseIsStep ? 1 : 0;
    this.count = position + steps(stage.instructions());
  }

  /** The number of instructions that are steps. */
  static int steps(List<Instruction> instructions) {
    return (int)
        instructions.stream()
            .filter(
                i ->
                    i instanceof RunInstruction
                        || i instanceof CopyInstruction
                        || i instanceof AddInstruction
                        || i instanceof WorkdirInstruction)
            .count();
  }

  Planner planner() {
    return planner;
  }

  Stage stage() {
    return stage;
  }

  StageState state() {
    return state;
  }

  void plan() throws BuildException, InterruptedException {
    for (String trigger : takeTriggers()) {
      for (Instruction instruction : parse(trigger)) {
        apply(instruction, stage.from().location());
      }
    }
    for (Instruction instruction : stage.instructions()) {
      apply(instruction, instruction.location());
    }
  }

  /** The onbuild triggers of the base; the image that is built does not have them any more. */
  private List<String> takeTriggers() throws BuildException {
    List<String> triggers = state.config().onBuild();
    if (!triggers.isEmpty()) {
      state.config(state.config().withOnBuild(List.of()));
      for (String trigger : triggers) {
        count += steps(parse(trigger));
      }
    }
    return triggers;
  }

  private List<Instruction> parse(String trigger) throws BuildException {
    byte[] text = ("FROM scratch\n" + trigger + "\n").getBytes(StandardCharsets.UTF_8);
    Dockerfile parsed = Dockerfile.parse(text, "ONBUILD");
    for (var diagnostic : parsed.diagnostics()) {
      if (diagnostic.severity() == Severity.ERROR) {
        throw planner
            .excerpts()
            .wrong(
                stage.from().location(),
                "the base image's trigger \"" + trigger + "\": " + diagnostic.message());
      }
    }
    List<Instruction> instructions = parsed.stages().getFirst().instructions();
    if (parsed.stages().size() > 1
        || instructions.stream().anyMatch(i -> i instanceof OnbuildInstruction)) {
      throw planner
          .excerpts()
          .wrong(
              stage.from().location(), "\"" + trigger + "\" is not allowed as an ONBUILD trigger");
    }
    return instructions;
  }

  private void apply(Instruction instruction, Location place)
      throws BuildException, InterruptedException {
    switch (instruction) {
      case RunInstruction run -> new RunPlanner(this).run(run, place);
      case CopyInstruction copy -> new CopyPlanner(this, place).copy(copy);
      case AddInstruction add -> new CopyPlanner(this, place).add(add);
      case WorkdirInstruction workdir -> workdir(workdir, place);
      case FromInstruction from ->
          throw planner.excerpts().wrong(place, "FROM cannot stand inside a stage");
      default -> metadata.apply(instruction, place);
    }
  }

  private void workdir(WorkdirInstruction instruction, Location place) throws BuildException {
    String path = planner.words().expand(instruction.path(), state.variables(), place);
    // As docker does, an absolute path is kept as it is written, with its dots and slashes.
    String directory = path.startsWith("/") ? path : Paths.resolve(state.workingDirectory(), path);
    ContainerConfig config = state.config().withWorkingDir(directory);
    state.config(config);
    if (directory.equals("/")) {
      position++;
      state.note("WORKDIR /");
      return;
    }
    Op op = new Op.MakeDirectory(directory, config.user());
    step(op, List.of(state.vertex()), instruction, place, "WORKDIR " + directory);
  }

  /** Adds a vertex on top of the stage's file system. */
  void step(Op op, List<Vertex> inputs, Instruction instruction, Location place, String createdBy) {
    state.advance(vertex(op, inputs, instruction, place), createdBy);
  }

  /** Adds a vertex whose first input is not the stage's file system, and its layer on top of it. */
  void link(Op op, List<Vertex> inputs, Instruction instruction, Location place, String createdBy) {
    Vertex alone = vertex(op, inputs, instruction, place);
    List<Vertex> both = List.of(state.vertex(), alone);
    Origin origin = planner.excerpts().origin(place);
    state.advance(Vertex.hidden(new Op.Link(), both, origin), alone, createdBy);
  }

  private Vertex vertex(Op op, List<Vertex> inputs, Instruction instruction, Location place) {
    position++;
    StepInfo info = planner.stepInfo(stage, position, count, instruction.original(), place);
    return new Vertex(op, inputs, info, state.platform());
  }
}
