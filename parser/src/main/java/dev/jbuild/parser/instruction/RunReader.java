package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.MountException;
import dev.jbuild.parser.ast.MountFlag;
import dev.jbuild.parser.ast.RunDevice;
import dev.jbuild.parser.ast.RunFlags;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.RunNetwork;
import dev.jbuild.parser.ast.RunSecurity;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.syntax.Statement;
import dev.jbuild.parser.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads RUN. */
final class RunReader {
  private static final Map<String, FlagSet.Kind> FLAGS =
      Map.of(
          "mount", FlagSet.Kind.VALUES,
          "network", FlagSet.Kind.VALUE,
          "security", FlagSet.Kind.VALUE,
          "device", FlagSet.Kind.VALUES);

  private RunReader() {}

  static RunInstruction read(Statement statement, char escape) throws InvalidInstructionException {
    FlagSet flags = FlagSet.parse(statement.flags(), FLAGS);
    List<MountFlag> mounts = new ArrayList<>();
    for (String text : flags.values("mount")) {
      mounts.add(readMount(text, escape));
    }
    List<RunDevice> devices = new ArrayList<>();
    for (String text : flags.values("device")) {
      devices.add(DeviceReader.read(text));
    }
    return new RunInstruction(
        statement.origin(),
        new RunFlags(
            mounts,
            readNetwork(flags.value("network")),
            readSecurity(flags.value("security")),
            devices),
        CommandLines.of(statement.arguments()),
        statement.heredocs());
  }

  /** What can be said about a mount without its variables is said here, before anything runs. */
  private static MountFlag readMount(String text, char escape) throws InvalidInstructionException {
    var mount = new MountFlag(text);
    try {
      mount.check();
      if (!mount.hasVariables()) {
        mount.resolve(word -> new WordExpander(escape).expand(word, name -> null));
      }
    } catch (MountException e) {
      throw new InvalidInstructionException(String.valueOf(e.getMessage()), e);
    }
    return mount;
  }

  private static RunNetwork readNetwork(@Nullable String value) throws InvalidInstructionException {
    return switch (value == null ? "default" : value) {
      case "default" -> RunNetwork.DEFAULT;
      case "none" -> RunNetwork.NONE;
      case "host" -> RunNetwork.HOST;
      default ->
          throw new InvalidInstructionException(
              "invalid network mode " + Quoted.quote(String.valueOf(value)),
              "use default, none or host");
    };
  }

  private static RunSecurity readSecurity(@Nullable String value)
      throws InvalidInstructionException {
    return switch (value == null ? "sandbox" : value) {
      case "sandbox" -> RunSecurity.SANDBOX;
      case "insecure" -> RunSecurity.INSECURE;
      default ->
          throw new InvalidInstructionException(
              "security " + Quoted.quote(String.valueOf(value)) + " is not valid",
              "use sandbox or insecure");
    };
  }
}
