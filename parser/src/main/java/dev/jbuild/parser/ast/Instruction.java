package dev.jbuild.parser.ast;

/** One instruction of a Dockerfile. */
public sealed interface Instruction
    permits AddInstruction,
        ArgInstruction,
        CmdInstruction,
        CopyInstruction,
        EntrypointInstruction,
        EnvInstruction,
        ExposeInstruction,
        FromInstruction,
        HealthcheckInstruction,
        LabelInstruction,
        MaintainerInstruction,
        OnbuildInstruction,
        RunInstruction,
        ShellInstruction,
        StopsignalInstruction,
        UserInstruction,
        VolumeInstruction,
        WorkdirInstruction {

  Origin origin();

  default Location location() {
    return origin().location();
  }

  /** The instruction as one logical line, as the history of an image quotes it. */
  default String original() {
    return origin().original();
  }
}
