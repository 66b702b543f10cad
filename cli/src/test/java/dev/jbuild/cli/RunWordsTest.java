package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the words of {@code run} and {@code create} alone get wrong is said before any pull. */
class RunWordsTest {
  /** Nobody listens there, so that a pull would fail with other words. */
  private static final String IMAGE = "127.0.0.1:1/none";

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-v x:y                         | absolute path of the container",
        "-v /a:/b:x                     | mounted ro or rw",
        "-p 99999                       | cannot publish",
        "-w x                           | the working directory must be absolute",
        "--network container:x          | in the network namespace of another one",
        "--network nobody               | network nobody not found",
        "--network a/b                  | invalid network name",
        "--network a --ip 1.2.3         | an address in a network is",
        "--ip 1.2.3.4                   | on user-defined networks only",
        "--network-alias x              | only supported for user-defined networks",
        "--name /                       | invalid container name",
        "--stop-signal FOO              | invalid signal: FOO",
        "--tmpfs /x:foo                 | is none of size=SIZE",
        "--health-retries -3            | cannot be negative",
        "--add-host x                   | bad format for add-host",
        "--dns x                        | a name server is an IP address",
        "-e =x                          | invalid environment variable",
        "--env-file missing             | open missing: no such file",
        "-m 1k                          | a memory limit is 6 MiB or more",
        "-l =x                          | --label is NAME=VALUE",
      })
  void words_whenTheyMakeNoSense_areRefusedBeforeThePull(String words, String message) {
    for (String command : List.of("run", "create")) {
      Program.Ended ended = new Program(home).run((command + " " + words + " " + IMAGE).split(" "));

      assertThat(ended.err()).contains(message).doesNotContain("local store", "127.0.0.1:1");
      assertThat(ended.code()).isEqualTo(command.equals("run") ? 125 : ended.code()).isNotZero();
    }
  }
}
