package dev.jbuild.parser.print;

import dev.jbuild.parser.ast.AddFlags;
import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.ast.CmdInstruction;
import dev.jbuild.parser.ast.CommandLine;
import dev.jbuild.parser.ast.CopyFlags;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.EntrypointInstruction;
import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.ExecForm;
import dev.jbuild.parser.ast.ExposeInstruction;
import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.Healthcheck;
import dev.jbuild.parser.ast.HealthcheckInstruction;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.KeyValue;
import dev.jbuild.parser.ast.LabelInstruction;
import dev.jbuild.parser.ast.MaintainerInstruction;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.ast.RunDevice;
import dev.jbuild.parser.ast.RunFlags;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.RunNetwork;
import dev.jbuild.parser.ast.RunSecurity;
import dev.jbuild.parser.ast.ShellForm;
import dev.jbuild.parser.ast.ShellInstruction;
import dev.jbuild.parser.ast.StopsignalInstruction;
import dev.jbuild.parser.ast.UserInstruction;
import dev.jbuild.parser.ast.VolumeInstruction;
import dev.jbuild.parser.ast.WorkdirInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes one instruction. */
final class InstructionPrinter {

  InstructionText print(Instruction instruction) {
    return switch (instruction) {
      case FromInstruction from -> line("FROM", platform(from), stage(from));
      case RunInstruction run ->
          InstructionText.of(
              "RUN" + flags(run.flags()).before(command(run.command())), run.heredocs());
      case CmdInstruction cmd -> line("CMD", command(cmd.command()));
      case EntrypointInstruction entrypoint -> line("ENTRYPOINT", command(entrypoint.command()));
      case CopyInstruction copy ->
          paths("COPY", flags(copy.flags()), copy.sources(), copy.heredocs(), copy.destination());
      case AddInstruction add ->
          paths("ADD", flags(add.flags()), add.sources(), add.heredocs(), add.destination());
      case EnvInstruction env -> line("ENV", pairs(env.variables(), env.legacy()));
      case LabelInstruction label -> line("LABEL", pairs(label.labels(), label.legacy()));
      case ArgInstruction arg -> line("ARG", arguments(arg.arguments()));
      case ExposeInstruction expose -> line("EXPOSE", String.join(" ", expose.ports()));
      case VolumeInstruction volume -> line("VOLUME", PathWords.of(volume.paths()));
      case UserInstruction user -> line("USER", user.user());
      case WorkdirInstruction workdir -> line("WORKDIR", workdir.path());
      case StopsignalInstruction stopsignal -> line("STOPSIGNAL", stopsignal.signal());
      case MaintainerInstruction maintainer -> line("MAINTAINER", maintainer.maintainer());
      case ShellInstruction shell -> line("SHELL", JsonText.array(shell.shell()));
      case OnbuildInstruction onbuild -> onbuild(onbuild.trigger());
      case HealthcheckInstruction check -> healthcheck(check.healthcheck());
    };
  }

  private static InstructionText line(String keyword, String arguments) {
    return line(keyword, new FlagText(), arguments);
  }

  private static InstructionText line(String keyword, FlagText flags, String arguments) {
    return InstructionText.of(keyword + flags.before(arguments));
  }

  private static FlagText platform(FromInstruction from) {
    return new FlagText().add("platform", from.platform());
  }

  private static String stage(FromInstruction from) {
    return from.image() + (from.name() == null ? "" : " AS " + from.name());
  }

  private static String command(CommandLine command) {
    return switch (command) {
      case ShellForm shell -> shell.text();
      case ExecForm exec -> JsonText.array(exec.args());
    };
  }

  private static FlagText flags(RunFlags run) {
    var flags = new FlagText();
    run.mounts().forEach(mount -> flags.add("mount", mount.text()));
    flags.add("network", run.network() == RunNetwork.DEFAULT ? null : lower(run.network()));
    flags.add("security", run.security() == RunSecurity.SANDBOX ? null : lower(run.security()));
    run.devices().forEach(device -> flags.add("device", device(device)));
    return flags;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String device(RunDevice device) {
    if (!device.required()) {
      return device.name();
    }
    return device.name().isEmpty() ? "required" : device.name() + ",required";
  }

  private static FlagText flags(CopyFlags copy) {
    return new FlagText()
        .add("from", copy.from())
        .add("chown", copy.chown())
        .add("chmod", copy.chmod())
        .addIf("link", copy.link())
        .addIf("parents", copy.parents())
        .addAll("exclude", copy.exclude());
  }

  private static FlagText flags(AddFlags add) {
    return new FlagText()
        .add("chown", add.chown())
        .add("chmod", add.chmod())
        .addIf("link", add.link())
        .addAll("exclude", add.exclude())
        .add("checksum", add.remote().checksum())
        .addSwitch("keep-git-dir", add.remote().keepGitDir())
        .addSwitch("unpack", add.remote().unpack());
  }

  private static InstructionText paths(
      String keyword,
      FlagText flags,
      List<String> sources,
      List<Heredoc> heredocs,
      String destination) {
    List<String> words = new ArrayList<>(sources);
    heredocs.forEach(heredoc -> words.add(HeredocWord.of(heredoc)));
    words.add(destination);
    boolean array =
        !PathWords.arePlain(words, heredocs.size())
            && heredocs.stream().allMatch(h -> h.content().isEmpty());
    String text = array ? JsonText.array(words) : PathWords.plain(words, heredocs.size());
    return InstructionText.of(keyword + flags.before(text), array ? List.of() : heredocs);
  }

  private static String pairs(List<KeyValue> pairs, boolean legacy) {
    return pairs.stream()
        .map(pair -> pair.key() + (legacy ? " " : "=") + pair.value())
        .collect(Collectors.joining(" "));
  }

  private static String arguments(List<BuildArgument> arguments) {
    return arguments.stream()
        .map(a -> a.defaultValue() == null ? a.name() : a.name() + "=" + a.defaultValue())
        .collect(Collectors.joining(" "));
  }

  private static InstructionText onbuild(String trigger) {
    int newline = trigger.indexOf('\n');
    return newline < 0
        ? line("ONBUILD", trigger)
        : new InstructionText(
            "ONBUILD " + trigger.substring(0, newline), trigger.substring(newline + 1) + "\n");
  }

  private static InstructionText healthcheck(Healthcheck healthcheck) {
    return switch (healthcheck) {
      case Healthcheck.Disabled disabled -> InstructionText.of("HEALTHCHECK NONE");
      case Healthcheck.Probe probe ->
          line(
              "HEALTHCHECK",
              new FlagText()
                  .add("interval", GoDurationText.of(probe.interval()))
                  .add("timeout", GoDurationText.of(probe.timeout()))
                  .add("start-period", GoDurationText.of(probe.startPeriod()))
                  .add("start-interval", GoDurationText.of(probe.startInterval()))
                  .add("retries", probe.retries() == 0 ? null : "" + probe.retries()),
              "CMD " + command(probe.command()));
    };
  }
}
