package dev.jbuild.parser;

import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.CmdInstruction;
import dev.jbuild.parser.ast.CommandLine;
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
import dev.jbuild.parser.ast.Origin;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.ShellForm;
import dev.jbuild.parser.ast.ShellInstruction;
import dev.jbuild.parser.ast.StopsignalInstruction;
import dev.jbuild.parser.ast.UserInstruction;
import dev.jbuild.parser.ast.VolumeInstruction;
import dev.jbuild.parser.ast.WorkdirInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Instructions in the field names of the reference implementation. */
final class TypedData {
  private TypedData() {}

  static Map<String, @Nullable Object> of(Instruction instruction) {
    return switch (instruction) {
      case FromInstruction from -> fields("From", from.image());
      case RunInstruction run -> {
        var fields = command(run.command());
        fields.put("Files", orNull(run.heredocs().stream().map(TypedData::file).toList()));
        yield fields;
      }
      case CmdInstruction cmd -> command(cmd.command());
      case EntrypointInstruction entrypoint -> command(entrypoint.command());
      case CopyInstruction copy -> copy(copy);
      case AddInstruction add -> fields("DestPath", add.destination());
      case EnvInstruction env -> fields("Env", pairs(env.variables(), env.legacy()));
      case LabelInstruction label -> fields("Labels", pairs(label.labels(), label.legacy()));
      case ArgInstruction arg -> fields("Args", args(arg));
      case ExposeInstruction expose -> fields("Ports", expose.ports());
      case VolumeInstruction volume -> fields("Volumes", volume.paths());
      case UserInstruction user -> fields("User", user.user());
      case WorkdirInstruction workdir -> fields("Path", workdir.path());
      case StopsignalInstruction stopsignal -> fields("Signal", stopsignal.signal());
      case MaintainerInstruction maintainer -> fields("Maintainer", maintainer.maintainer());
      case ShellInstruction shell -> fields("Shell", shell.shell());
      case OnbuildInstruction onbuild -> fields("Expression", onbuild.trigger());
      case HealthcheckInstruction check -> fields("Health", health(check.healthcheck()));
    };
  }

  private static Map<String, @Nullable Object> fields(Object... namesAndValues) {
    Map<String, @Nullable Object> fields = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private static @Nullable Object orNull(List<?> list) {
    return list.isEmpty() ? null : list;
  }

  private static List<String> words(CommandLine command) {
    return switch (command) {
      case ShellForm shell -> shell.text().isEmpty() ? List.of() : List.of(shell.text());
      case ExecForm exec -> exec.args();
    };
  }

  private static Map<String, @Nullable Object> command(CommandLine command) {
    var fields = fields("CmdLine", words(command), "PrependShell", command instanceof ShellForm);
    fields.put("Files", null);
    return fields;
  }

  private static Map<String, @Nullable Object> file(Heredoc heredoc) {
    return fields("Name", heredoc.name(), "Data", heredoc.content(), "Chomp", heredoc.chomp());
  }

  private static Map<String, @Nullable Object> copy(CopyInstruction copy) {
    var contents =
        copy.heredocs().stream()
            .map(h -> fields("Path", h.name(), "Data", h.text(), "Expand", h.expand()))
            .toList();
    var flags = copy.flags();
    var fields = fields("DestPath", copy.destination(), "Link", flags.link());
    fields.put("SourcePaths", orNull(copy.sources()));
    fields.put("SourceContents", orNull(contents));
    fields.put("From", Objects.requireNonNullElse(flags.from(), ""));
    fields.put("Chown", Objects.requireNonNullElse(flags.chown(), ""));
    fields.put("Chmod", Objects.requireNonNullElse(flags.chmod(), ""));
    fields.put("ExcludePatterns", orNull(flags.exclude()));
    fields.put("Parents", flags.parents());
    return fields;
  }

  private static Object pairs(List<KeyValue> pairs, boolean legacy) {
    return pairs.stream()
        .map(pair -> fields("Key", pair.key(), "Value", pair.value(), "NoDelim", legacy))
        .toList();
  }

  private static Object args(ArgInstruction arg) {
    Origin origin = arg.origin();
    List<Object> args = new ArrayList<>();
    for (var argument : arg.arguments()) {
      var fields = fields("Key", argument.name());
      fields.put("Value", argument.defaultValue());
      fields.put("DocComment", origin.commentOn(argument.name()));
      args.add(fields);
    }
    return args;
  }

  private static Object health(Healthcheck healthcheck) {
    return switch (healthcheck) {
      case Healthcheck.Disabled disabled -> fields("Test", List.of("NONE"));
      case Healthcheck.Probe probe -> {
        List<String> test = new ArrayList<>();
        test.add(probe.command() instanceof ShellForm ? "CMD-SHELL" : "CMD");
        test.addAll(words(probe.command()));
        var fields = fields("Test", test);
        putUnlessZero(fields, "Interval", probe.interval().toNanos());
        putUnlessZero(fields, "Timeout", probe.timeout().toNanos());
        putUnlessZero(fields, "StartPeriod", probe.startPeriod().toNanos());
        putUnlessZero(fields, "StartInterval", probe.startInterval().toNanos());
        putUnlessZero(fields, "Retries", probe.retries());
        yield fields;
      }
    };
  }

  private static void putUnlessZero(Map<String, @Nullable Object> fields, String name, long value) {
    if (value != 0) {
      fields.put(name, value);
    }
  }
}
