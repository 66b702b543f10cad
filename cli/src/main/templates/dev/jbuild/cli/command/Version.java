package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import java.io.IOException;

/** The version of this jbuild. */
public final class Version {
  public static final String TEXT = "${project.version}";

  private Version() {}

  /** Prints the version and returns the exit code. */
  public static int print(Output out) throws IOException {
    out.line("jbuild version " + TEXT);
    return ExitCode.SUCCESS.number();
  }
}
