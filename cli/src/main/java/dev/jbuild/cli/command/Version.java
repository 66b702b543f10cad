package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this jbuild. */
public final class Version {
  private Version() {}

  /** Prints the version and returns the exit code. */
  public static int print(Output out) throws IOException {
    out.line("jbuild version " + text());
    return ExitCode.SUCCESS.number();
  }

  static String text() throws IOException {
    try (InputStream resource = Version.class.getResourceAsStream("version.txt")) {
      if (resource == null) {
        throw new IOException("version.txt is missing from jbuild's own jar");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
