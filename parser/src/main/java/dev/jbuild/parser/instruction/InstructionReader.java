package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.ast.CmdInstruction;
import dev.jbuild.parser.ast.EntrypointInstruction;
import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.ExposeInstruction;
import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.KeyValue;
import dev.jbuild.parser.ast.LabelInstruction;
import dev.jbuild.parser.ast.MaintainerInstruction;
import dev.jbuild.parser.ast.ShellInstruction;
import dev.jbuild.parser.ast.StopsignalInstruction;
import dev.jbuild.parser.ast.UserInstruction;
import dev.jbuild.parser.ast.VolumeInstruction;
import dev.jbuild.parser.ast.WorkdirInstruction;
import dev.jbuild.parser.syntax.Statement;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.Suggestion;
import dev.jbuild.parser.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one statement as the instruction that its keyword names. */
public final class InstructionReader {
  private static final List<String> KEYWORDS =
      List.of(
          "add",
          "arg",
          "cmd",
          "copy",
          "entrypoint",
          "env",
          "expose",
          "from",
          "healthcheck",
          "label",
          "maintainer",
          "onbuild",
          "run",
          "shell",
          "stopsignal",
          "user",
          "volume",
          "workdir");
  private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9-_.]*");

  private final char escape;

  /**
   * @param escape the escape character of the file
   */
  public InstructionReader(char escape) {
    this.escape = escape;
  }

  public Instruction read(Statement statement) throws InvalidInstructionException {
    return switch (statement.keyword().toUpperCase(Locale.ROOT)) {
      case "ADD" -> CopyReader.readAdd(statement);
      case "ARG" -> readArg(statement);
      case "CMD" -> readCmd(statement);
      case "COPY" -> CopyReader.readCopy(statement);
      case "ENTRYPOINT" -> readEntrypoint(statement);
      case "ENV" -> readEnv(statement);
      case "EXPOSE" -> readExpose(statement);
      case "FROM" -> readFrom(statement);
      case "HEALTHCHECK" -> HealthcheckReader.read(statement);
      case "LABEL" -> readLabel(statement);
      case "MAINTAINER" -> new MaintainerInstruction(statement.origin(), onlyArgument(statement));
      case "ONBUILD" -> OnbuildReader.read(statement);
      case "RUN" -> RunReader.read(statement, escape);
      case "SHELL" -> readShell(statement);
      case "STOPSIGNAL" -> new StopsignalInstruction(statement.origin(), onlyArgument(statement));
      case "USER" -> new UserInstruction(statement.origin(), onlyArgument(statement));
      case "VOLUME" -> readVolume(statement);
      case "WORKDIR" -> new WorkdirInstruction(statement.origin(), onlyArgument(statement));
      default -> throw unknown(statement.keyword());
    };
  }

  private static InvalidInstructionException unknown(String keyword) {
    String near = Suggestion.near(keyword.toLowerCase(Locale.ROOT), KEYWORDS);
    if (near != null && !keyword.equals(keyword.toLowerCase(Locale.ROOT))) {
      boolean upper = keyword.equals(keyword.toUpperCase(Locale.ROOT));
      near = upper ? near.toUpperCase(Locale.ROOT) : near;
    }
    return new InvalidInstructionException(
        Suggestion.append("unknown instruction: " + keyword, near));
  }

  static List<String> someArguments(Statement statement) throws InvalidInstructionException {
    List<String> values = statement.arguments().values();
    if (values.isEmpty()) {
      throw new InvalidInstructionException(
          statement.keyword().toUpperCase(Locale.ROOT) + " requires at least one argument");
    }
    return values;
  }

  private static String onlyArgument(Statement statement) throws InvalidInstructionException {
    List<String> values = statement.arguments().values();
    if (values.size() != 1) {
      throw new InvalidInstructionException(
          statement.keyword().toUpperCase(Locale.ROOT) + " requires exactly one argument");
    }
    FlagSet.refuse(statement.flags());
    return values.getFirst();
  }

  private static FromInstruction readFrom(Statement statement) throws InvalidInstructionException {
    List<String> words = statement.arguments().values();
    String name = null;
    if (words.size() == 3 && words.get(1).equalsIgnoreCase("as")) {
      name = words.get(2).toLowerCase(Locale.ROOT);
      if (!STAGE_NAME.matcher(name).matches()) {
        throw new InvalidInstructionException(
            "invalid name for build stage: %s, name can't start with a number or contain symbols"
                .formatted(Quoted.quote(words.get(2))),
            "use letters, digits, dashes, dots and underscores");
      }
    } else if (words.size() != 1) {
      throw new InvalidInstructionException(
          "FROM requires either one or three arguments", "write FROM image, or FROM image AS name");
    }
    FlagSet flags = FlagSet.parse(statement.flags(), Map.of("platform", FlagSet.Kind.VALUE));
    return new FromInstruction(statement.origin(), words.getFirst(), name, flags.value("platform"));
  }

  private static ArgInstruction readArg(Statement statement) throws InvalidInstructionException {
    List<BuildArgument> arguments = new ArrayList<>();
    for (String word : someArguments(statement)) {
      int equals = word.indexOf('=');
      if (equals == 0) {
        throw new InvalidInstructionException("ARG names can not be blank");
      }
      String value = equals < 0 ? null : word.substring(equals + 1);
      arguments.add(new BuildArgument(equals < 0 ? word : word.substring(0, equals), value));
    }
    FlagSet.refuse(statement.flags());
    return new ArgInstruction(statement.origin(), arguments);
  }

  private static EnvInstruction readEnv(Statement statement) throws InvalidInstructionException {
    return new EnvInstruction(statement.origin(), pairs(statement), isLegacy(statement));
  }

  private static LabelInstruction readLabel(Statement statement)
      throws InvalidInstructionException {
    return new LabelInstruction(statement.origin(), pairs(statement), isLegacy(statement));
  }

  private static List<KeyValue> pairs(Statement statement) throws InvalidInstructionException {
    FlagSet.refuse(statement.flags());
    List<String> values = someArguments(statement);
    List<KeyValue> pairs = new ArrayList<>();
    for (int i = 0; i < values.size(); i += 3) {
      if (values.get(i).isEmpty()) {
        throw new InvalidInstructionException(
            statement.keyword().toUpperCase(Locale.ROOT) + " names can not be blank");
      }
      pairs.add(new KeyValue(values.get(i), values.get(i + 1)));
    }
    return pairs;
  }

  private static boolean isLegacy(Statement statement) {
    return statement.arguments().values().get(2).isEmpty();
  }

  private static CmdInstruction readCmd(Statement statement) throws InvalidInstructionException {
    FlagSet.refuse(statement.flags());
    return new CmdInstruction(statement.origin(), CommandLines.of(statement.arguments()));
  }

  private static EntrypointInstruction readEntrypoint(Statement statement)
      throws InvalidInstructionException {
    FlagSet.refuse(statement.flags());
    return new EntrypointInstruction(statement.origin(), CommandLines.of(statement.arguments()));
  }

  private static ShellInstruction readShell(Statement statement)
      throws InvalidInstructionException {
    FlagSet.refuse(statement.flags());
    List<String> shell = someArguments(statement);
    if (!statement.arguments().array()) {
      throw new InvalidInstructionException(
          "SHELL requires the arguments to be in JSON form",
          "write SHELL [\"executable\", \"argument\"]");
    }
    return new ShellInstruction(statement.origin(), shell);
  }

  private static ExposeInstruction readExpose(Statement statement)
      throws InvalidInstructionException {
    List<String> ports = someArguments(statement);
    FlagSet.refuse(statement.flags());
    return new ExposeInstruction(statement.origin(), ports.stream().sorted().toList());
  }

  private static VolumeInstruction readVolume(Statement statement)
      throws InvalidInstructionException {
    List<String> paths = someArguments(statement).stream().map(WhiteSpace::trim).toList();
    FlagSet.refuse(statement.flags());
    if (paths.contains("")) {
      throw new InvalidInstructionException("VOLUME specified can not be an empty string");
    }
    return new VolumeInstruction(statement.origin(), paths);
  }
}
