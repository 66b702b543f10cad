package dev.jbuild.cli.command;

import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.executor.Isolation;
import picocli.CommandLine.Option;

/** How RUN steps run. */
final class RunFlags {
  @Option(
      names = "--network",
      paramLabel = "default|host|none",
      description = "Network of the RUN steps.")
  private NetworkMode network = NetworkMode.DEFAULT;

  @Option(
      names = "--isolation",
      paramLabel = "auto|root|rootless|rootless-single",
      converter = IsolationWord.class,
      description = "How RUN steps are kept from the machine; never weaker than asked.")
  private Isolation isolation = Isolation.AUTO;

  RunOptions options() {
    return RunOptions.DEFAULT.withNetwork(network);
  }

  Isolation isolation() {
    return isolation;
  }
}
