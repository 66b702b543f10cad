package dev.jbuild.cli.command;

import dev.jbuild.builder.words.Amounts;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.runner.BindMount;
import dev.jbuild.runner.container.VolumeUse;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a container sees beside its image. */
final class MountFlags {
  private static final int TMPFS_MODE = 01777;
  private static final int OCTAL = 8;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "[PATH|NAME:]PATH[:ro]",
      description = "Show a file or directory of this machine, or a volume, in the container.")
  private List<String> volumes = new ArrayList<>();

  @Option(
      names = "--tmpfs",
      paramLabel = "PATH[:size=SIZE,mode=MODE,ro]",
      description = "Directory in memory.")
  private List<String> temporary = new ArrayList<>();

  @Option(names = "--read-only", description = "Only what is mounted can be written.")
  private boolean readOnly;

  boolean readOnly() {
    return readOnly;
  }

  List<BindMount> binds() throws CommandException {
    try {
      return volumes.stream().filter(word -> !VolumeUse.isOne(word)).map(BindMount::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  List<VolumeUse> volumes() throws CommandException {
    try {
      return volumes.stream().filter(VolumeUse::isOne).map(VolumeUse::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  List<MountSpec> mounts() throws CommandException {
    List<MountSpec> mounts = new ArrayList<>();
    for (String word : temporary) {
      mounts.add(tmpfs(word));
    }
    return mounts;
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
          size = Amounts.size(option.substring(5)).orElseThrow(() -> unknown(word, option));
        } else if (option.equals("ro")) {
          closed = true;
        } else if (!List.of("rw", "nosuid", "nodev", "noexec").contains(option)) {
          throw unknown(word, option);
        }
      }
      return new MountSpec.Tmpfs(target, mode, size, closed);
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
