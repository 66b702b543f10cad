package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a build says of mistakes in a Dockerfile and its context: the place, and the way out. */
final class WrongDockerfileTest {
  @TempDir Path home;
  private Path context;

  @BeforeEach
  void makeContext() throws IOException {
    context = Files.createDirectory(home.resolve("context"));
    Files.createDirectory(context.resolve("src"));
    Files.writeString(context.resolve("src/index.html"), "content");
    Files.writeString(context.resolve("secret.key"), "content");
    Files.writeString(context.resolve(".dockerignore"), "*.log\n*.key\n");
  }

  private Program.Ended build(String dockerfile) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile.replace(";", "\n"));
    return new Program(home).run("build", context.toString());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          FROM scratch;COPY src/index.htm / | 2 | (did you mean src/index.html?)
          FROM scratch;COPY scr/index.html / | 2 | not found in the build context
          FROM scratch;COPY secret.key / | 2 | left out by the pattern *.key of the ignore file
          FROM scratch;COPY ../x / | 2 | what is above it cannot be reached; build with that directory
          FROM scratch AS a;COPY --from=b / /;FROM scratch AS b;COPY --from=a / / | 2 | circular dependency
          FRM scratch | 1 | unknown instruction: FRM (did you mean FROM?)
          RUN true | 1 | only ARG may stand before the first FROM
          # nothing | 1 | start with FROM
          FROM scratch;COPY --form=x a b | 2 | unknown flag: --form (did you mean from?)
          FROM scratch;COPY a | 2 | COPY requires at least two arguments
          FROM scratch;RUN --mount=typ=bind true | 2 | (did you mean type?)
          FROM scratch;HEALTHCHECK --interval=5 CMD x | 2 | write a number and a unit, as in 30s
          FROM scratch;ENV a | 2 | write ENV name=value
          FROM scratch;EXPOSE abc | 2 | invalid containerPort: abc
          FROM scratch;SHELL bash | 2 | write SHELL ["executable", "argument"]
          FROM scratch;ONBUILD FROM x | 2 | FROM isn't allowed as an ONBUILD trigger
          FROM scratch;ENV y=${x:foo} | 2 | unsupported modifier (:f) in substitution
          FROM scratch;ADD --checksum=sha256:00 src / | 2 | checksum requires HTTP(S) or Git sources
          ARG V;FROM scratch:$V | 2 | invalid reference format
          FROM 127.0.0.1:1/x | 1 | cannot reach registry 127.0.0.1:1 at http://127.0.0.1:1: connection refused
          FROM scratch;ADD http://127.0.0.1:1/f / | 2 | http://127.0.0.1:1/f: Connection refused
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void build_ofAMistake_namesTheLineAndTheWayOut(String dockerfile, int line, String message)
      throws IOException {
    Program.Ended ended = build(dockerfile);

    assertThat(ended.code()).isIn(1, 2, 3);
    assertThat(ended.err()).contains(message, "Dockerfile:" + line);
  }

  @Test
  void build_withAWrongPatternInTheIgnoreFile_namesItsLine() throws IOException {
    Files.writeString(context.resolve(".dockerignore"), "*.log\n[a-\n");
    assertThat(build("FROM scratch").err()).contains(".dockerignore:2: \"[a-\": syntax error");
  }
}
