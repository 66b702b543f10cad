package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cli.failure.CommandException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InvocationTest {
  private static final List<String> COMMANDS = List.of("build", "images", "run", "rmi", "version");

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          -t app .                      | build   | build -t app .
          build -t app .                | build   | build -t app .
          .                             | build   | build .
          ./dir                         | build   | build ./dir
          src                           | build   | build src
          --root /r -t app .            | build   | --root /r build -t app .
          --debug --root=/r images      | images  | --debug --root=/r images
          run -it alpine images         | run     | run -it alpine images
          help run                      | run     | run --help
          --help                        |         | --help
          -h                            |         | -h
          help                          |         | --help
          --debug                       |         | --debug --help
          """,
      delimiter = '|')
  void of_whenWordsGiven_findsCommand(String words, String command, String expected)
      throws Exception {
    Invocation invocation = Invocation.of(List.of(words.split(" ")), COMMANDS, Path.of(""));

    assertThat(invocation.command()).isEqualTo(command);
    assertThat(String.join(" ", invocation.words())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          biuld -t app . | "biuld" is no command of jbuild (did you mean build?)
          image          | "image" is no command of jbuild (did you mean images?)
          help rnu       | "rnu" is no command of jbuild (did you mean run?)
          frobnicate     | "frobnicate" is no command of jbuild and no directory either; \
          jbuild --help lists the commands
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void of_whenFirstWordIsUnknown_failsWithNearestCommand(String words, String message) {
    assertThatThrownBy(() -> Invocation.of(List.of(words.split(" ")), COMMANDS, Path.of("")))
        .isInstanceOf(CommandException.class)
        .hasMessage(message);
  }
}
