package dev.jbuild.parser.check;

import dev.jbuild.parser.advice.StageAdvice;
import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.ast.CmdInstruction;
import dev.jbuild.parser.ast.CommandLine;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.EntrypointInstruction;
import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.ExposeInstruction;
import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.HealthcheckInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.KeyValue;
import dev.jbuild.parser.ast.LabelInstruction;
import dev.jbuild.parser.ast.MaintainerInstruction;
import dev.jbuild.parser.ast.Mount;
import dev.jbuild.parser.ast.MountException;
import dev.jbuild.parser.ast.MountFlag;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.ShellForm;
import dev.jbuild.parser.ast.ShellInstruction;
import dev.jbuild.parser.ast.StopsignalInstruction;
import dev.jbuild.parser.ast.UserInstruction;
import dev.jbuild.parser.ast.VolumeInstruction;
import dev.jbuild.parser.ast.WorkdirInstruction;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.value.InvalidValueException;
import dev.jbuild.parser.value.PortSpec;
import dev.jbuild.parser.value.StopSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks the instructions of one stage one after the other. */
final class InstructionWalk {

  /** What all stages share. */
  record Build(CheckContext context, char escape, GlobalScope global) {}

  private final Build build;
  private final StageState state;
  private final StageAdvice advice;
  private final Findings findings;
  private final Map<Class<?>, Located> last = new HashMap<>();

  InstructionWalk(Build build, StageState state, StageAdvice advice, Findings findings) {
    this.build = build;
    this.state = state;
    this.advice = advice;
    this.findings = findings;
  }

  void apply(Located place) {
    var words = new StageWords(build.escape(), state.scope(), place, findings);
    try {
      apply(place, words);
    } catch (ExpansionException | InvalidValueException | MountException e) {
      findings.error(place.location(), String.valueOf(e.getMessage()));
    }
  }

  private void apply(Located place, StageWords words)
      throws ExpansionException, InvalidValueException, MountException {
    switch (place.instruction()) {
      case ArgInstruction arg -> arg(arg, place, words);
      case EnvInstruction env -> env(env, place, words);
      case LabelInstruction label -> label(label, place, words);
      case CopyInstruction copy -> new CopyChecks(build.context(), words, findings).check(copy);
      case AddInstruction add -> new CopyChecks(build.context(), words, findings).check(add);
      case RunInstruction run -> run(run, words);
      case WorkdirInstruction workdir -> workdir(words.expand(workdir.path()), place);
      case ExposeInstruction expose -> expose(expose, place, words);
      case VolumeInstruction volume -> volume(words.expandEach(volume.paths()));
      case UserInstruction user -> words.expand(user.user());
      case StopsignalInstruction signal -> StopSignal.check(words.expand(signal.signal()));
      case CmdInstruction cmd -> command(place, cmd.command());
      case EntrypointInstruction entrypoint -> command(place, entrypoint.command());
      case HealthcheckInstruction check -> once(place);
      case ShellInstruction shell -> state.shell(shell.shell());
      case MaintainerInstruction maintainer -> {}
      case OnbuildInstruction onbuild -> {}
      case FromInstruction from -> {}
    }
  }

  private void arg(ArgInstruction arg, Located place, StageWords words) throws ExpansionException {
    for (BuildArgument argument : arg.arguments()) {
      String name = argument.name();
      checkSecret("ARG", name, place);
      String value = build.context().buildArgs().get(name);
      String text = argument.defaultValue();
      if (value == null && text != null) {
        value = words.expand(text);
      } else if (value == null) {
        value = build.global().scope().get(name);
      }
      state.scope().declare(name, value);
    }
  }

  private void checkSecret(String keyword, String name, Located place) {
    if (SecretNames.isSecret(name)) {
      warn(
          Rule.SECRETS_USED_IN_ARG_OR_ENV,
          place,
          "Do not use ARG or ENV instructions for sensitive data (%s %s)"
              .formatted(keyword, Quoted.quote(name)));
    }
  }

  /** All pairs see the variables from before the instruction. */
  private void env(EnvInstruction env, Located place, StageWords words) throws ExpansionException {
    List<KeyValue> expanded = new ArrayList<>();
    for (KeyValue pair : env.variables()) {
      expanded.add(new KeyValue(words.expand(pair.key()), words.expand(pair.value())));
    }
    if (place.location().equals(env.location())) {
      advice.env(env, build.escape());
    }
    for (KeyValue pair : expanded) {
      warnIfLegacy(env.legacy(), place);
      checkSecret("ENV", pair.key(), place);
      state.scope().put(pair.key(), pair.value());
    }
  }

  private void label(LabelInstruction label, Located place, StageWords words)
      throws ExpansionException {
    for (KeyValue pair : label.labels()) {
      words.expand(pair.key());
      words.expand(pair.value());
    }
    warnIfLegacy(label.legacy(), place);
  }

  private void warnIfLegacy(boolean legacy, Located place) {
    if (legacy) {
      String keyword = Keywords.of(place.instruction());
      warn(
          Rule.LEGACY_KEY_VALUE_FORMAT,
          place,
          "\"%s key=value\" should be used instead of legacy \"%s key value\" format"
              .formatted(keyword, keyword));
    }
  }

  private void run(RunInstruction run, StageWords words)
      throws ExpansionException, InvalidValueException, MountException {
    for (MountFlag flag : run.flags().mounts()) {
      checkTarget(flag.resolve(words::expand));
    }
    Scope scope = state.scope();
    advice.run(run, state.shell(), name -> scope.get(name) != null || scope.declares(name));
  }

  private void checkTarget(Mount mount) throws MountException {
    String target = mount.target();
    boolean secret = mount instanceof Mount.Secret || mount instanceof Mount.Ssh;
    String directory = state.workingDirectory();
    String whole = target.startsWith("/") ? target : Directories.join(directory, target);
    if (!secret && whole.equals("/")) {
      throw new MountException("invalid mount target \"/\"");
    }
  }

  private void workdir(String path, Located place) {
    if (!state.isWorkdirSet() && !state.isAbsolute(path)) {
      warn(
          Rule.WORKDIR_RELATIVE_PATH,
          place,
          "Relative workdir %s can have unexpected results if the base image changes"
              .formatted(Quoted.quote(path)));
    }
    state.workdir(path);
  }

  private void expose(ExposeInstruction expose, Located place, StageWords words)
      throws ExpansionException, InvalidValueException {
    for (String word : words.split(expose.ports())) {
      PortSpec port = PortSpec.parse(word);
      if (!port.isLowerCase()) {
        warn(
            Rule.EXPOSE_PROTO_CASING,
            place,
            "Defined protocol '" + word + "' in EXPOSE instruction should be lowercase");
      }
      if (port.hasHostPart()) {
        warn(
            Rule.EXPOSE_INVALID_FORMAT,
            place,
            "EXPOSE instruction should not define an IP address or host-port mapping, found '"
                + word
                + "'");
      }
      port.check(); // after the warnings, which the reference gives before it stops
    }
  }

  private static void volume(List<String> paths) throws InvalidValueException {
    if (paths.contains("")) {
      throw new InvalidValueException("VOLUME specified can not be an empty string");
    }
  }

  private void command(Located place, CommandLine command) {
    once(place);
    if (command instanceof ShellForm && state.shell().isEmpty()) {
      warn(
          Rule.JSON_ARGS_RECOMMENDED,
          place,
          "JSON arguments recommended for %s to prevent unintended behavior related to OS signals"
              .formatted(Keywords.of(place.instruction())));
    }
  }

  /** Told of the earlier one, which has no effect. */
  private void once(Located place) {
    Instruction instruction = place.instruction();
    Located earlier = last.put(instruction.getClass(), place);
    if (earlier != null) {
      findings.warn(
          Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
          earlier.location(),
          place.comments(),
          ("Multiple %s instructions should not be used in the same stage because only the last"
                  + " one will be used")
              .formatted(Keywords.of(instruction)));
    }
  }

  private void warn(Rule rule, Located place, String message) {
    findings.warn(rule, place.location(), place.comments(), message);
  }
}
