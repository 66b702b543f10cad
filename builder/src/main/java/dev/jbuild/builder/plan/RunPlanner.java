package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.Entitlement;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.parser.ast.ExecForm;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.RunFlags;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.RunNetwork;
import dev.jbuild.parser.ast.RunSecurity;
import dev.jbuild.parser.ast.ShellForm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Plans RUN. */
final class RunPlanner {
  /** A command that is nothing but the opening of one heredoc. */
  private static final Pattern ONLY_HEREDOC =
      Pattern.compile("\\d*<<-?\\s*(['\"]?)[^\\s<>'\"|;&]+\\1\\s*");

  private static final String PIPES = "/dev/pipes/";

  private final StagePlanner stage;
  private final StageState state;

  RunPlanner(StagePlanner stage) {
    this.stage = stage;
    this.state = stage.state();
  }

  void run(RunInstruction run, Location place) throws BuildException, InterruptedException {
    List<InlineFile> files = new ArrayList<>();
    List<String> args = args(run, files);
    if (args.isEmpty()) {
      throw stage.planner().excerpts().wrong(place, "RUN [] names no program");
    }
    List<Vertex> inputs = new ArrayList<>(List.of(state.vertex()));
    List<RunMount> mounts = new MountPlanner(stage, place, inputs).plan(run.flags().mounts());
    Op.Exec op =
        new Op.Exec(
            args,
            environment(),
            state.workingDirectory(),
            state.user(),
            options(run.flags(), place),
            files,
            mounts);
    List<String> shown = new ArrayList<>(List.of("RUN"));
    shown.addAll(state.argumentWords());
    shown.addAll(args);
    stage.step(op, inputs, run, place, String.join(" ", shown) + " # buildkit");
  }

  private Op.ExecOptions options(RunFlags flags, Location place) throws BuildException {
    boolean insecure = flags.security() == RunSecurity.INSECURE;
    if (insecure) {
      require(Entitlement.SECURITY_INSECURE, place);
    }
    if (!flags.devices().isEmpty()) {
      require(Entitlement.DEVICE, place);
    }
    return new Op.ExecOptions(
        network(flags, place),
        hostname(),
        stage.planner().run().hosts(),
        insecure,
        flags.devices(),
        stage.planner().scope().proxies());
  }

  private void require(Entitlement entitlement, Location place) throws BuildException {
    if (!stage.planner().run().access().allowed().contains(entitlement)) {
      throw stage
          .planner()
          .excerpts()
          .wrong(
              place,
              entitlement
                  + " is not allowed: a build whose Dockerfile you trust gets --allow "
                  + entitlement);
    }
  }

  /** Who builds in a network other than the host's says so on purpose: a RUN needs leave to it. */
  private NetworkMode network(RunFlags flags, Location place) throws BuildException {
    NetworkMode asked = stage.planner().run().network();
    boolean elsewhere = asked == NetworkMode.PRIVATE || asked == NetworkMode.NONE;
    if (flags.network() == RunNetwork.HOST && elsewhere) {
      require(Entitlement.NETWORK_HOST, place);
    }
    NetworkMode mode =
        switch (flags.network()) {
          case DEFAULT -> asked;
          case HOST -> NetworkMode.HOST;
          case NONE -> NetworkMode.NONE;
        };
    return mode == NetworkMode.DEFAULT ? NetworkMode.HOST : mode;
  }

  private String hostname() {
    String given = stage.planner().scope().given("BUILDKIT_SANDBOX_HOSTNAME");
    if (given == null) {
      given = stage.planner().run().hostname();
    }
    return given == null ? Op.ExecOptions.DEFAULT_HOSTNAME : given;
  }

  /** An image without PATH still finds its shell, as with docker. */
  private List<String> environment() {
    List<String> environment = state.environment();
    if (environment.stream().anyMatch(variable -> variable.startsWith("PATH="))) {
      return environment;
    }
    List<String> withPath = new ArrayList<>(List.of("PATH=" + StageState.DEFAULT_PATH));
    withPath.addAll(environment);
    return withPath;
  }

  private List<String> args(RunInstruction run, List<InlineFile> files) {
    return switch (run.command()) {
      case ExecForm exec -> exec.args();
      case ShellForm shell -> {
        List<String> args = new ArrayList<>(state.shell());
        args.add(script(shell.text(), run.heredocs(), files));
        yield args;
      }
    };
  }

  /**
   * What the shell gets. A lone heredoc is the script itself, or is run as a program when it begins
   * with {@code #!}; any other is left to the shell.
   */
  private static String script(String text, List<Heredoc> heredocs, List<InlineFile> files) {
    if (heredocs.size() == 1 && ONLY_HEREDOC.matcher(text).matches()) {
      Heredoc heredoc = heredocs.getFirst();
      if (!heredoc.content().startsWith("#!")) {
        return heredoc.text();
      }
      String path = PIPES + heredoc.name();
      files.add(new InlineFile(path, 0755, heredoc.text()));
      return path;
    }
    StringBuilder script = new StringBuilder(text);
    for (Heredoc heredoc : heredocs) {
      script.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    return script.toString();
  }
}
