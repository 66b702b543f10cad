package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.Healthcheck;
import dev.jbuild.parser.ast.HealthcheckInstruction;
import dev.jbuild.parser.syntax.Arguments;
import dev.jbuild.parser.syntax.Statement;
import dev.jbuild.parser.text.Quoted;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads HEALTHCHECK. */
final class HealthcheckReader {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Map<String, FlagSet.Kind> FLAGS =
      Map.of(
          "interval", FlagSet.Kind.VALUE,
          "timeout", FlagSet.Kind.VALUE,
          "start-period", FlagSet.Kind.VALUE,
          "start-interval", FlagSet.Kind.VALUE,
          "retries", FlagSet.Kind.VALUE);

  private HealthcheckReader() {}

  static HealthcheckInstruction read(Statement statement) throws InvalidInstructionException {
    List<String> words = InstructionReader.someArguments(statement);
    String kind = words.getFirst().toUpperCase(Locale.ROOT);
    var command = new Arguments(statement.arguments().array(), words.subList(1, words.size()));
    if (kind.equals("NONE")) {
      if (!command.values().isEmpty()) {
        throw new InvalidInstructionException("HEALTHCHECK NONE takes no arguments");
      }
      return new HealthcheckInstruction(statement.origin(), new Healthcheck.Disabled());
    }
    FlagSet flags = FlagSet.parse(statement.flags(), FLAGS);
    if (!kind.equals("CMD")) {
      throw new InvalidInstructionException(
          "Unknown type " + Quoted.quote(kind) + " in HEALTHCHECK (try CMD)");
    }
    if (command.values().isEmpty()) {
      throw new InvalidInstructionException("Missing command after HEALTHCHECK CMD");
    }
    return new HealthcheckInstruction(
        statement.origin(),
        new Healthcheck.Probe(
            CommandLines.of(command),
            interval("interval", flags),
            interval("timeout", flags),
            interval("start-period", flags),
            interval("start-interval", flags),
            retries(flags.value("retries"))));
  }

  private static Duration interval(String name, FlagSet flags) throws InvalidInstructionException {
    String value = flags.value(name);
    if (value == null) {
      return Duration.ZERO;
    }
    Duration duration = GoDuration.parse(value);
    if (!duration.isZero() && duration.compareTo(SHORTEST) < 0) {
      throw new InvalidInstructionException(
          "Interval " + Quoted.quote(name) + " cannot be less than 1ms");
    }
    return duration;
  }

  private static int retries(@Nullable String value) throws InvalidInstructionException {
    if (value == null) {
      return 0;
    }
    if (!value.matches("[+-]?[0-9]+")) {
      throw new InvalidInstructionException(
          "strconv.ParseInt: parsing " + Quoted.quote(value) + ": invalid syntax",
          "--retries takes a whole number");
    }
    int retries;
    try {
      retries = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new InvalidInstructionException(
          "strconv.ParseInt: parsing " + Quoted.quote(value) + ": value out of range", e);
    }
    if (retries < 0) {
      throw new InvalidInstructionException("--retries cannot be negative (" + retries + ")");
    }
    return retries;
  }
}
