package dev.jbuild.parser.advice;

import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.lint.WarningSink;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at the instructions of one stage as they come. */
public final class StageAdvice {
  private final PackageAdvice packages;
  private final ShellAdvice shells;
  private final VariableAdvice variables;

  /**
   * @param globalArgs the names of the ARGs before the first FROM
   */
  public StageAdvice(Set<String> globalArgs, WarningSink sink) {
    this.packages = new PackageAdvice(sink);
    this.shells = new ShellAdvice(sink);
    this.variables = new VariableAdvice(globalArgs, sink);
  }

  /**
   * A RUN.
   *
   * @param shell the shell of the stage, empty for the default one
   * @param visible whether a variable is set or declared there
   */
  public void run(RunInstruction run, List<String> shell, Predicate<String> visible) {
    RunScript script = RunScript.of(run, shell);
    packages.run(run, script);
    shells.run(run, script);
    variables.run(run, script, visible);
  }

  /** An ENV. */
  public void env(EnvInstruction env, char escape) {
    variables.env(env, escape);
  }

  /** The end of the stage. */
  public void end() {
    packages.end();
  }
}
