package dev.jbuild.cli.command;

import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "push", description = "Send an image of the store to a registry.")
final class PushCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name of an image.")
  private String image = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Mixin private RegistryFlags registry = new RegistryFlags();
  @Mixin private FormFlags form = new FormFlags();

  PushCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    ImageReference name = Names.parse(image);
    OutgoingForm outgoing = form.form();
    ProgressMode mode = quiet ? ProgressMode.QUIET : ProgressMode.AUTO;
    Descriptor pushed;
    try (Progress progress = mode.start(jbuild.host());
        OpenStore store = OpenStore.of(jbuild, progress, registry.options(jbuild))) {
      pushed = store.push().push(name, outgoing);
    }
    jbuild
        .host()
        .out()
        .line(name.familiar() + ": digest: " + pushed.digest() + " size: " + pushed.size());
    return ExitCode.SUCCESS.number();
  }
}
