package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.oci.Healthcheck;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.ast.CmdInstruction;
import dev.jbuild.parser.ast.CommandLine;
import dev.jbuild.parser.ast.EntrypointInstruction;
import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.ExecForm;
import dev.jbuild.parser.ast.ExposeInstruction;
import dev.jbuild.parser.ast.HealthcheckInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.KeyValue;
import dev.jbuild.parser.ast.LabelInstruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.MaintainerInstruction;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.ast.ShellForm;
import dev.jbuild.parser.ast.ShellInstruction;
import dev.jbuild.parser.ast.StopsignalInstruction;
import dev.jbuild.parser.ast.UserInstruction;
import dev.jbuild.parser.ast.VolumeInstruction;
import dev.jbuild.parser.expand.Variables;
import dev.jbuild.parser.value.InvalidValueException;
import dev.jbuild.parser.value.PortSpec;
import dev.jbuild.parser.value.StopSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The instructions that only change the image config. */
final class Metadata {
  private final StageState state;
  private final GlobalScope scope;
  private final Words words;
  private final Excerpts excerpts;

  Metadata(StageState state, GlobalScope scope, Words words, Excerpts excerpts) {
    this.state = state;
    this.scope = scope;
    this.words = words;
    this.excerpts = excerpts;
  }

  void apply(Instruction instruction, Location place) throws BuildException {
    switch (instruction) {
      case ArgInstruction arg -> arg(arg, place);
      case EnvInstruction env -> env(env, place);
      case LabelInstruction label -> label(label, place);
      case ExposeInstruction expose -> expose(expose, place);
      case VolumeInstruction volume -> volume(volume, place);
      case UserInstruction user -> user(user, place);
      case StopsignalInstruction stop -> stopSignal(stop, place);
      case CmdInstruction cmd -> cmd(cmd);
      case EntrypointInstruction entrypoint -> entrypoint(entrypoint);
      case ShellInstruction shell -> {
        state.config(state.config().withShell(shell.shell()));
        state.note("SHELL " + GoText.plain(shell.shell()));
      }
      case HealthcheckInstruction check -> healthcheck(check);
      case MaintainerInstruction maintainer -> {
        state.author(maintainer.maintainer());
        state.note("MAINTAINER " + maintainer.maintainer());
      }
      case OnbuildInstruction onbuild -> {
        List<String> triggers = new ArrayList<>(state.config().onBuild());
        triggers.add(onbuild.trigger());
        state.config(state.config().withOnBuild(triggers));
      }
      default -> throw new IllegalArgumentException("changes files: " + instruction.original());
    }
  }

  private Variables variables() {
    return state.variables();
  }

  private void arg(ArgInstruction instruction, Location place) throws BuildException {
    List<String> shown = new ArrayList<>();
    for (BuildArgument argument : instruction.arguments()) {
      String name = argument.name();
      String given = scope.given(name);
      String value = given;
      if (given == null && argument.defaultValue() != null) {
        value = words.expand(argument.defaultValue(), variables(), place);
      } else if (given == null) {
        value = scope.value(name);
      }
      state.declare(name, value);
      shown.add(value == null ? name : name + "=" + value);
    }
    state.note("ARG " + String.join(" ", shown));
  }

  private void env(EnvInstruction instruction, Location place) throws BuildException {
    Map<String, String> pairs = expand(instruction.variables(), place);
    pairs.forEach(state::setEnv);
    state.note("ENV " + shown(pairs));
  }

  private void label(LabelInstruction instruction, Location place) throws BuildException {
    Map<String, String> pairs = expand(instruction.labels(), place);
    state.config(state.config().withLabels(pairs));
    state.note("LABEL " + shown(pairs));
  }

  /** All pairs of an instruction see the variables from before it. */
  private Map<String, String> expand(List<KeyValue> pairs, Location place) throws BuildException {
    Map<String, String> expanded = new LinkedHashMap<>();
    for (KeyValue pair : pairs) {
      expanded.put(
          words.expand(pair.key(), variables(), place),
          words.expand(pair.value(), variables(), place));
    }
    return expanded;
  }

  private static String shown(Map<String, String> pairs) {
    return String.join(
        " ", pairs.entrySet().stream().map(p -> p.getKey() + "=" + p.getValue()).toList());
  }

  private void expose(ExposeInstruction instruction, Location place) throws BuildException {
    List<String> given = words.expandToWords(instruction.ports(), variables(), place);
    List<String> ports = new ArrayList<>();
    try {
      for (String word : given) {
        ports.addAll(PortSpec.parse(word).ports());
      }
    } catch (InvalidValueException e) {
      throw excerpts.wrong(place, String.valueOf(e.getMessage()), e);
    }
    state.config(state.config().withExposedPorts(ports));
    state.note("EXPOSE " + GoText.plain(ports));
  }

  private void volume(VolumeInstruction instruction, Location place) throws BuildException {
    List<String> paths = words.expandEach(instruction.paths(), variables(), place);
    if (paths.contains("")) {
      throw excerpts.wrong(place, "VOLUME specified can not be an empty string");
    }
    state.config(state.config().withVolumes(paths));
    state.note("VOLUME " + GoText.plain(paths));
  }

  private void user(UserInstruction instruction, Location place) throws BuildException {
    String user = words.expand(instruction.user(), variables(), place);
    state.config(state.config().withUser(user.isEmpty() ? null : user));
    state.note("USER " + user);
  }

  private void stopSignal(StopsignalInstruction instruction, Location place) throws BuildException {
    String signal = words.expand(instruction.signal(), variables(), place);
    try {
      StopSignal.check(signal);
    } catch (InvalidValueException e) {
      throw excerpts.wrong(place, String.valueOf(e.getMessage()), e);
    }
    state.config(state.config().withStopSignal(signal));
    state.note("STOPSIGNAL " + signal);
  }

  private void cmd(CmdInstruction instruction) {
    List<String> args = withShell(instruction.command());
    state.cmdIsSet();
    state.config(state.config().withCmd(args.isEmpty() ? null : args));
    state.note("CMD " + GoText.quoted(args));
  }

  /** A CMD that came from the base belongs to the base's entrypoint, so it goes with it. */
  private void entrypoint(EntrypointInstruction instruction) {
    List<String> args = withShell(instruction.command());
    state.config(state.config().withEntrypoint(args.isEmpty() ? null : args));
    if (!state.cmdSet()) {
      state.config(state.config().withCmd(null));
    }
    state.note("ENTRYPOINT " + GoText.quoted(args));
  }

  private List<String> withShell(CommandLine command) {
    return switch (command) {
      case ExecForm exec -> exec.args();
      case ShellForm shell -> {
        List<String> args = new ArrayList<>(state.shell());
        args.add(shell.text());
        yield args;
      }
    };
  }

  private void healthcheck(HealthcheckInstruction instruction) {
    Healthcheck check =
        switch (instruction.healthcheck()) {
          case dev.jbuild.parser.ast.Healthcheck.Disabled disabled ->
              new Healthcheck(List.of("NONE"), 0, 0, 0, 0, 0);
          case dev.jbuild.parser.ast.Healthcheck.Probe probe ->
              new Healthcheck(
                  test(probe.command()),
                  probe.interval().toNanos(),
                  probe.timeout().toNanos(),
                  probe.startPeriod().toNanos(),
                  probe.startInterval().toNanos(),
                  probe.retries());
        };
    state.config(state.config().withHealthcheck(check));
    state.note("HEALTHCHECK " + shown(check));
  }

  private static List<String> test(CommandLine command) {
    return switch (command) {
      case ShellForm shell -> List.of("CMD-SHELL", shell.text());
      case ExecForm exec -> {
        List<String> test = new ArrayList<>(List.of("CMD"));
        test.addAll(exec.args());
        yield test;
      }
    };
  }

  private static String shown(Healthcheck check) {
    return "{Test:"
        + GoText.plain(check.test())
        + " Interval:"
        + GoText.duration(check.intervalNanos())
        + " Timeout:"
        + GoText.duration(check.timeoutNanos())
        + " StartPeriod:"
        + GoText.duration(check.startPeriodNanos())
        + " StartInterval:"
        + GoText.duration(check.startIntervalNanos())
        + " Retries:"
        + check.retries()
        + "}";
  }
}
