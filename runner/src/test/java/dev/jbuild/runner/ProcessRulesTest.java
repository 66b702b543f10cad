package dev.jbuild.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.executor.ProcessSpec;
import dev.jbuild.oci.ContainerConfig;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProcessRulesTest {
  private static final ContainerConfig IMAGE =
      ContainerConfig.EMPTY
          .withEnv("PATH", "/opt/bin")
          .withEnv("A", "image")
          .withUser("web")
          .withWorkingDir("/srv");

  private static ProcessSpec process(ContainerConfig image, ProcessOptions options)
      throws RunException {
    return new ProcessRules(image, options).process("box", false);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # image entrypoint | image cmd | --entrypoint | command | args
          e1 e2 |     |    |     | e1 e2
                | c1  |    |     | c1
          e1    | c1  |    |     | e1 c1
          e1    | c1  |    | x y | e1 x y
                | c1  |    | x   | x
          e1    | c1  | o  |     | o
          e1    | c1  | o  | x   | o x
          e1    | c1  | '' | x   | x
          """,
      delimiter = '|')
  void args_whenImageAndUserSaySomething_areDockers(
      @Nullable String entrypoint,
      @Nullable String cmd,
      @Nullable String override,
      @Nullable String command,
      String expected)
      throws Exception {
    ContainerConfig image =
        ContainerConfig.EMPTY.withEntrypoint(words(entrypoint)).withCmd(words(cmd));
    List<String> asked = command == null ? List.of() : List.of(command.split(" "));
    ProcessOptions options = ProcessOptions.NONE.withEntrypoint(override).withCommand(asked);

    assertThat(process(image, options).args()).containsExactly(expected.split(" "));
  }

  private static @Nullable List<String> words(@Nullable String text) {
    return text == null ? null : Arrays.asList(text.split(" "));
  }

  @Test
  void args_whenThereAreNone_fails() {
    ContainerConfig image = ContainerConfig.EMPTY.withCmd(List.of("c1"));

    assertThatThrownBy(() -> process(image, ProcessOptions.NONE.withEntrypoint("")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no command");
  }

  @Test
  void process_whenNothingIsAsked_isAsTheImageHasIt() throws Exception {
    ProcessSpec process = process(IMAGE.withCmd(List.of("c")), ProcessOptions.NONE);

    assertThat(process.env()).containsExactly("PATH=/opt/bin", "HOSTNAME=box", "A=image");
    assertThat(process.user()).isEqualTo("web");
    assertThat(process.cwd()).isEqualTo("/srv");
    assertThat(process.tty()).isFalse();
  }

  @Test
  void process_whenAsked_goesBeforeTheImage() throws Exception {
    ProcessOptions options =
        new ProcessOptions(null, List.of("x"), List.of("A=mine", "B=", "PATH"), "/tmp", "33:50");
    ProcessSpec process = process(IMAGE, options);

    assertThat(process.env()).containsExactly("HOSTNAME=box", "A=mine", "B=");
    assertThat(process.user()).isEqualTo("33:50");
    assertThat(process.cwd()).isEqualTo("/tmp");
  }

  @Test
  void process_whenImageSaysNothing_hasDefaults() throws Exception {
    ProcessOptions options = ProcessOptions.NONE.withCommand(List.of("x"));
    ProcessSpec process = new ProcessRules(ContainerConfig.EMPTY, options).process("box", true);

    assertThat(process.env())
        .containsExactly(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOSTNAME=box",
            "TERM=xterm");
    assertThat(process.user()).isEmpty();
    assertThat(process.cwd()).isEqualTo("/");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          data:/data    | there are no named volumes: give a path of this machine, such as ./data
          /data         | a volume is SOURCE:TARGET[:ro], not "/data"
          /a:/b:ro:x    | a volume is SOURCE:TARGET[:ro], not "/a:/b:ro:x"
          /a:/b:z       | a volume is mounted ro or rw, not "z": /a:/b:z
          /a:b          | a volume is mounted at an absolute path of the container, not at "b"
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void bind_whenWrong_namesTheMistake(String text, String message) {
    assertThatThrownBy(() -> BindMount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
