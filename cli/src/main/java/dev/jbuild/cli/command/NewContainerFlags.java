package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Platform;
import dev.jbuild.runner.ProcessOptions;
import dev.jbuild.runner.RunRequest;
import dev.jbuild.runner.container.ListedOptions;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.PlaceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a new container is to be; all that the words alone can get wrong is found before a pull. */
final class NewContainerFlags {
  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or ID; pulled if missing.")
  String image = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "In place of the image's cmd.")
  List<String> command = new ArrayList<>();

  @Mixin final ProcessFlags process = new ProcessFlags();

  @Mixin final MountFlags mounts = new MountFlags();

  @Option(
      names = "--entrypoint",
      paramLabel = "PROGRAM",
      description = "In place of the image's entrypoint and cmd.")
  @Nullable String entrypoint;

  @Mixin final RuntimeFlag runtime = new RuntimeFlag();

  @Mixin final NetworkFlags network = new NetworkFlags();

  @Option(
      names = "--isolation",
      paramLabel = "auto|root|rootless|rootless-single|nested|chroot",
      converter = IsolationWord.class,
      description = "How the container is kept from the machine; never weaker than asked.")
  Isolation isolation = Isolation.AUTO;

  @Mixin final ConfinementFlags confinement = new ConfinementFlags();

  @Mixin final ListedFlags listed = new ListedFlags();

  @Mixin final ImageFlags images = new ImageFlags();

  ProcessFlags process() {
    return process;
  }

  /** The image, which is asked for only when the network is there. */
  LocalImage image(Jbuild jbuild, OpenStore store, RunRequest request)
      throws BuildException, CommandException, IOException, InterruptedException {
    PlaceRequest place = request.network().place();
    if (place != null) {
      Path root = store.store().root();
      new Networks(root, jbuild.agentOptions(root, Isolation.AUTO)).find(place.network());
    }
    return images.find(jbuild, store, image, isolation == Isolation.AUTO);
  }

  boolean hasVolumes() throws CommandException {
    return !mounts.volumes().isEmpty();
  }

  /** The container, of an image that is not known yet. */
  RunRequest request(Jbuild jbuild) throws CommandException, IOException {
    process.check(jbuild, ExitCode.NOT_STARTED);
    ProcessOptions options =
        new ProcessOptions(
            entrypoint, command, process.environment(jbuild), process.directory(), process.user());
    return RunRequest.of(ImageConfig.empty(Platform.host()))
        .withProcess(options)
        .withBinds(mounts.binds(path -> jbuild.host().path(path.toString())))
        .withMounts(mounts.mounts())
        .withNetwork(network.network())
        .withConfinement(confinement.confinement().withReadOnlyRoot(mounts.readOnly()))
        .withTty(process.tty());
  }

  /**
   * What is kept of it, of an image that is not known yet.
   *
   * @param goes whether one without a name goes when it ends
   */
  ListedOptions listed(boolean goes) throws CommandException {
    ListedOptions options = listed.options(image, process.interactive(), mounts.volumes(), goes);
    listed.claimIdFile();
    return options;
  }

  AgentOptions agent(Jbuild jbuild, OpenStore store) throws CommandException, IOException {
    return jbuild
        .agentOptions(store.store().root(), isolation)
        .withRuntime(runtime.runtime(jbuild.host()));
  }

  boolean hasRuntime(Jbuild jbuild) throws CommandException {
    return runtime.runtime(jbuild.host()) != null;
  }
}
