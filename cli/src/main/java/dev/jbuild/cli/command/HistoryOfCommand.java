package dev.jbuild.cli.command;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "history-of",
    description = "List the past builds of an image name, a digest or a context.")
final class HistoryOfCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(
      paramLabel = "NAME|DIGEST|DIR",
      description = "Name that the builds gave, digest that they came to, or their context.")
  String what = "";

  @Mixin BuildsFlags flags = new BuildsFlags();

  HistoryOfCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    if (!flags.print(jbuild, wanted())) {
      throw new CommandException(
          ExitCode.FAILED, "no build of " + what + " is known; jbuild builds lists all");
    }
    return ExitCode.SUCCESS.number();
  }

  private Predicate<BuildLog> wanted() throws IOException {
    if (what.startsWith("sha256:")) {
      return build -> build.ending() != null && build.ending().image().startsWith(what);
    }
    if (Files.isDirectory(jbuild.host().path(what))) {
      String real = jbuild.host().path(what).toRealPath().toString();
      return build -> build.subject().context().equals(real);
    }
    String name = familiar(what);
    return build -> build.subject().tags().contains(name) || build.subject().context().equals(what);
  }

  private static String familiar(String name) {
    try {
      return ImageReference.parse(name).familiar();
    } catch (OciFormatException e) {
      return name; // it may still be the address of a context
    }
  }
}
