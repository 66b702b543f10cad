package dev.jbuild.parser.instruction;

import dev.jbuild.parser.syntax.Flag;
import dev.jbuild.parser.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flags of one instruction, checked against those that it has. */
final class FlagSet {

  /** What a flag takes. */
  enum Kind {
    SWITCH,
    VALUE,
    /** A value, and the flag may be repeated. */
    VALUES
  }

  private static final FlagSet NONE = new FlagSet();

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private FlagSet() {}

  static FlagSet parse(List<Flag> flags, Map<String, Kind> known)
      throws InvalidInstructionException {
    if (flags.isEmpty()) {
      return NONE;
    }
    var set = new FlagSet();
    for (Flag flag : flags) {
      Kind kind = known.get(flag.name());
      if (kind == null) {
        throw unknown(flag, known);
      }
      List<String> given = set.values.computeIfAbsent(flag.name(), name -> new ArrayList<>());
      if (!given.isEmpty() && kind != Kind.VALUES) {
        throw new InvalidInstructionException(
            "duplicate flag specified: --" + flag.name(), null, flag.location());
      }
      given.add(kind == Kind.SWITCH ? readSwitch(flag) : readValue(flag));
    }
    return set;
  }

  /** For instructions without flags. */
  static void refuse(List<Flag> flags) throws InvalidInstructionException {
    parse(flags, Map.of());
  }

  private static InvalidInstructionException unknown(Flag flag, Map<String, Kind> known) {
    String near = Suggestion.near(flag.name(), known.keySet().stream().sorted().toList());
    return new InvalidInstructionException(
        Suggestion.append("unknown flag: --" + flag.name(), near), null, flag.location());
  }

  private static String readSwitch(Flag flag) throws InvalidInstructionException {
    if (!flag.hasValue()) {
      return "true";
    }
    String value = flag.value().toLowerCase(Locale.ROOT);
    if (value.isEmpty()) {
      throw missing(flag);
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw new InvalidInstructionException(
          "expecting boolean value for flag --" + flag.name() + ", not: " + flag.value(),
          "write true or false",
          flag.location());
    }
    return value;
  }

  private static String readValue(Flag flag) throws InvalidInstructionException {
    if (!flag.hasValue()) {
      throw missing(flag);
    }
    return flag.value();
  }

  private static InvalidInstructionException missing(Flag flag) {
    return new InvalidInstructionException(
        "missing a value on flag: --" + flag.name(),
        "write --" + flag.name() + "=value",
        flag.location());
  }

  /** The value of a flag, null if it is absent or empty. */
  @Nullable String value(String name) {
    List<String> given = values(name);
    return given.isEmpty() || given.getFirst().isEmpty() ? null : given.getFirst();
  }

  List<String> values(String name) {
    return values.getOrDefault(name, List.of());
  }

  boolean isOn(String name) {
    return "true".equals(value(name));
  }

  /** The value of a switch, null if it is absent. */
  @Nullable Boolean switchOrNull(String name) {
    String value = value(name);
    return value == null ? null : Boolean.valueOf(value);
  }
}
