package dev.jbuild.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Flags that are there so that docker's command lines go on working: what has a command of its own
 * here, and what changes nothing. What a user may count on is warned of, as buildx does; the rest
 * is true anyway.
 */
final class DockerFlags {
  @Option(names = "--rm", arity = "0..1", fallbackValue = "true", hidden = true)
  boolean remove = true;

  @Option(
      names = {"--force-rm", "--compress", "--stream", "--disable-content-trust"},
      arity = "0..1",
      fallbackValue = "true",
      hidden = true)
  @SuppressWarnings("UnusedVariable") // nobody has to know
  boolean trueAnyway;

  @Option(names = "--builder", paramLabel = "NAME", hidden = true)
  @Nullable String builder;

  @Option(names = "--squash", arity = "0..1", fallbackValue = "true", hidden = true)
  boolean squash;

  @Option(names = "--security-opt", paramLabel = "OPTION", hidden = true)
  List<String> security = new ArrayList<>();

  @Option(
      names = {"-c", "--cpu-shares"},
      paramLabel = "NUMBER",
      hidden = true)
  long shares;

  @Option(names = "--cpuset-cpus", paramLabel = "CPUS", hidden = true)
  @Nullable String processors;

  @Option(names = "--cpuset-mems", paramLabel = "NODES", hidden = true)
  @Nullable String nodes;

  @Option(names = "--memory-swap", paramLabel = "SIZE", hidden = true)
  @Nullable String swap;

  @Option(names = "--cgroup-parent", paramLabel = "GROUP", hidden = true)
  @Nullable String group;

  @Option(names = "--check", description = "Find mistakes only, as jbuild check; 1 for warnings.")
  boolean check;

  @Option(
      names = "--call",
      paramLabel = "build|check",
      description = "What to do with the Dockerfile; check is the same as --check.")
  Call call = Call.BUILD;

  /** Methods of docker's Dockerfile frontend. */
  enum Call {
    BUILD,
    CHECK
  }

  boolean isCheck() {
    return check || call == Call.CHECK;
  }

  /** Warns of each that was given and has no effect: why, and what has. */
  void warn(Consumer<String> warnings) {
    warn(warnings, !remove, "--rm=false", "containers of steps never stay; jbuild debug opens one");
    warn(warnings, builder != null, "--builder", "there is no daemon, and so no choice of one");
    warn(warnings, squash, "--squash", "copy the files of a stage into one FROM scratch");
    warn(
        warnings,
        !security.isEmpty(),
        "--security-opt",
        "RUN --security=insecure with --allow security.insecure");
    warn(warnings, shares != 0, "--cpu-shares", "--cpus limits a step");
    warn(warnings, processors != null, "--cpuset-cpus", "run jbuild under taskset");
    warn(warnings, nodes != null, "--cpuset-mems", "run jbuild under numactl");
    warn(
        warnings,
        swap != null,
        "--memory-swap",
        "a step has no swap beyond the --memory it may use");
    warn(warnings, group != null, "--cgroup-parent", "steps are in the group that jbuild runs in");
  }

  private static void warn(Consumer<String> warnings, boolean given, String flag, String way) {
    if (given) {
      warnings.accept(flag + " has no effect: " + way);
    }
  }
}
