package dev.jbuild.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Command lines leave in the fields of a command what they leave by its annotations. */
class ParsedTest {
  /** Numbers, sizes, spans, words of enums and none of these, as many options take one of them. */
  private static final List<String> VALUES =
      List.of("1.5", "64m", "30s", "auto", "true", "false", "a,b", "");

  /** A program, one of its commands, and all arguments of both, read as annotations have them. */
  private record Parsed(CommandLine program, CommandLine command, List<ArgSpec> fields) {
    static Parsed of(CommandLine program, CommandLine command) {
      List<ArgSpec> fields =
          Stream.of(program, command)
              .map(each -> CommandSpec.forAnnotatedObject(each.getCommand()))
              .flatMap(spec -> spec.args().stream())
              .toList();
      return new Parsed(program, command, fields);
    }

    /** What is wrong with the words, or what the fields hold after them. */
    String outcome(List<String> words) {
      try {
        program.parseArgs(words.toArray(String[]::new));
      } catch (ParameterException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
      }
      StringBuilder values = new StringBuilder("{");
      for (ArgSpec field : fields) {
        Object value = field.getValue();
        String type = value == null ? "" : value.getClass().getSimpleName();
        values.append(field).append('=').append(type).append(' ').append(value).append('\n');
      }
      return values.append('}').toString();
    }
  }

  @TestFactory
  Stream<DynamicTest> fields_afterWords_areAsByTheAnnotations() {
    CommandLine written = Programs.written();
    CommandLine annotated = Programs.annotated();
    Map<String, CommandLine> others = Programs.commands(annotated);
    return Programs.commands(written).entrySet().stream()
        .filter(each -> each.getValue().getSubcommands().isEmpty())
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertSame(
                            each.getKey(),
                            Parsed.of(written, each.getValue()),
                            Parsed.of(
                                annotated, Objects.requireNonNull(others.get(each.getKey()))))));
  }

  private static void assertSame(String name, Parsed written, Parsed annotated) {
    int understood = 0;
    for (List<String> words : lines(name, written.command())) {
      String expected = annotated.outcome(words);
      understood += expected.startsWith("{") ? 1 : 0;
      assertThat(written.outcome(words)).as(words.toString()).isEqualTo(expected);
    }
    assertThat(understood).isPositive();
  }

  /** Operands alone, each option by each name, and with words that one or the other takes. */
  private static List<List<String>> lines(String name, CommandLine command) {
    List<List<String>> lines = new ArrayList<>();
    for (int operands = 0; operands < 4; operands++) {
      lines.add(Collections.nCopies(operands, "operand"));
      lines.add(Collections.nCopies(operands, "bash")); // of an enum
    }
    for (OptionSpec option : command.getCommandSpec().options()) {
      for (String each : option.names()) {
        lines.add(List.of(each, "operand"));
        lines.add(List.of(each, "7", "operand", "second"));
        lines.add(List.of(each + "=7", each + "=8", "operand"));
      }
      values(option).forEach(value -> lines.add(List.of(option.names()[0], value, "operand")));
    }
    List<String> path = Arrays.asList(name.split(" ", -1)).subList(1, name.split(" ", -1).length);
    return lines.stream()
        .map(each -> Stream.of(path, each).flatMap(List::stream).toList())
        .toList();
  }

  private static List<String> values(OptionSpec option) {
    return option.type().isEnum()
        ? Stream.of(option.type().getEnumConstants())
            .map(each -> each.toString().toLowerCase(Locale.ROOT))
            .toList()
        : VALUES;
  }
}
