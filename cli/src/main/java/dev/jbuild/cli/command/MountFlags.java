package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.runner.BindMount;
import dev.jbuild.runner.container.VolumeUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a container sees beside its image. */
final class MountFlags {
  static final int TMPFS_MODE = 01777;
  private static final int OCTAL = 8;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "[PATH|NAME:]PATH[:ro]",
      description = "Show a file or directory of this machine, or a volume, in the container.")
  List<String> volumes = new ArrayList<>();

  @Option(
      names = "--mount",
      paramLabel = "type=bind|volume|tmpfs,src=SOURCE,dst=PATH[,...]",
      description = "The same and more, as a list of fields; the fields are in docs/run.md.")
  List<String> given = new ArrayList<>();

  @Option(
      names = "--tmpfs",
      paramLabel = "PATH[:size=SIZE,mode=MODE,ro]",
      description = "Directory in memory.")
  List<String> temporary = new ArrayList<>();

  @Option(names = "--read-only", description = "Only what is mounted can be written.")
  boolean readOnly;

  boolean readOnly() {
    return readOnly;
  }

  /**
   * Directories and files of this machine.
   *
   * @param here makes paths absolute
   */
  List<BindMount> binds(UnaryOperator<Path> here) throws CommandException, IOException {
    try {
      List<BindMount> binds = new ArrayList<>();
      volumes.stream()
          .filter(word -> !VolumeUse.isOne(word))
          .forEach(word -> binds.add(BindMount.parse(word)));
      binds.addAll(GivenMounts.of(given).binds(here));
      checkTargets(binds);
      return binds;
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  private void checkTargets(List<BindMount> binds) throws CommandException {
    List<String> targets = new ArrayList<>();
    binds.forEach(bind -> targets.add(bind.target()));
    volumes().forEach(volume -> targets.add(volume.target()));
    mounts().forEach(mount -> targets.add(mount.target()));
    GivenMounts.checkTargets(targets);
  }

  List<VolumeUse> volumes() throws CommandException {
    try {
      List<VolumeUse> uses = new ArrayList<>();
      volumes.stream().filter(VolumeUse::isOne).forEach(word -> uses.add(VolumeUse.parse(word)));
      uses.addAll(GivenMounts.of(given).volumes());
      return uses;
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  List<MountSpec> mounts() throws CommandException {
    List<MountSpec> mounts = new ArrayList<>();
    for (String word : temporary) {
      mounts.add(tmpfs(word));
    }
    try {
      mounts.addAll(GivenMounts.of(given).temporary());
      return mounts;
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  private static MountSpec tmpfs(String word) throws CommandException {
    int colon = word.indexOf(':');
    String target = colon < 0 ? word : word.substring(0, colon);
    int mode = TMPFS_MODE;
    long size = 0;
    boolean closed = false;
    try {
      for (String option : colon < 0 ? new String[0] : word.substring(colon + 1).split(",", -1)) {
        if (option.startsWith("mode=")) {
          mode = Integer.parseInt(option.substring(5), OCTAL);
        } else if (option.startsWith("size=")) {
          size = new SizeWord().convert(option.substring(5));
        } else if (option.equals("ro")) {
          closed = true;
        } else if (!List.of("rw", "nosuid", "nodev", "noexec").contains(option)) {
          throw unknown(word, option);
        }
      }
      return new MountSpec.Tmpfs(target, mode, size, closed);
    } catch (TypeConversionException e) {
      throw wrong(new IllegalArgumentException("--tmpfs " + word + ": " + e.getMessage(), e));
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  private static IllegalArgumentException unknown(String word, String option) {
    return new IllegalArgumentException(
        "--tmpfs " + word + ": \"" + option + "\" is none of size=SIZE, mode=MODE, ro and rw");
  }

  private static CommandException wrong(IllegalArgumentException e) {
    return new CommandException(ExitCode.NOT_STARTED, String.valueOf(e.getMessage()), e);
  }
}
