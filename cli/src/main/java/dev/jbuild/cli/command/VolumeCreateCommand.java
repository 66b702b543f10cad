package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.container.Volumes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "create", description = "Make a volume; one that is there stays as it is.")
final class VolumeCreateCommand implements Callable<Integer> {
  private static final int NAME_BYTES = 32;

  private final Jbuild jbuild;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Made up if not given.")
  @Nullable String name;

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Label of the volume.")
  List<String> labels = new ArrayList<>();

  VolumeCreateCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    byte[] bytes = new byte[NAME_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    String called = name == null ? HexFormat.of().formatHex(bytes) : name;
    try (OpenStore store = OpenStore.of(jbuild)) {
      new Volumes(store.store()).create(called, KeyValues.plain("--label", labels), name == null);
      jbuild.host().out().line(called);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.SUCCESS.number();
  }
}
