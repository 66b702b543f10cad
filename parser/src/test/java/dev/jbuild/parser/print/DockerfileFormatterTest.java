package dev.jbuild.parser.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.parser.Dockerfile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileFormatterTest {

  private static String format(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    PrintCheck.run(bytes);
    return DockerfileFormatter.format(Dockerfile.parse(bytes, "Dockerfile"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          ~from  a  as b ~|~FROM a AS b~
          ~run  --network=none   a   b ~|~RUN --network=none a   b~
          ~cmd ["a"  ,"b c,  d" ]~|~CMD ["a", "b c,  d"]~
          ~env  a=b   c="d  e"~|~ENV a=b c="d  e"~
          ~Env  a  b  c~|~ENV a  b  c~
          ~copy  --from=x   a\tb /c/~|~COPY --from=x a b /c/~
          ~healthcheck  --retries=2  cmd   a  b~|~HEALTHCHECK --retries=2 CMD a  b~
          ~onbuild  run  a~|~ONBUILD run  a~
          ~expose 2   1~|~EXPOSE 2 1~
          ~RUN a \\  \n  b  \n~|~RUN a \\\n  b~
          ~RUN --network=none  \\\n  --security=sandbox  \\\n\t\ta  \\\n  b~|~RUN --network=none \\\n    --security=sandbox \\\n    a  \\\n  b~
          ~ENV a=b   \\\n\tc=d \\\n\n  # why\n e=f~|~ENV a=b \\\n    c=d \\\n  # why\n    e=f~
          ~ENV a="b \\\n  c"~|~ENV a="b \\\n  c"~
          ~RUN a \\~|~RUN a~
          ~RUN a \\\n  # b\n\n \\\n # c~|~RUN a\n# b\n# c~
          ~run <<E  \n  a  \nE~|~RUN <<E\n  a  \nE~
          """)
  void format_ofInstruction_tidiesIt(String untidy, String tidy) {
    String start = "FROM scratch\n";
    assertThat(format(start + untidy + "\n")).isEqualTo(start + tidy + "\n");
  }

  @Test
  void format_ofLinesBetween_keepsCommentsAndOneEmptyLine() {
    assertThat(format("#syntax = x\n\n\n#a\n  # b  \n\n\n\nFROM a\n\n\n# c\n\n"))
        .isEqualTo("# syntax=x\n\n#a\n# b\n\nFROM a\n\n# c\n");
  }

  /** What fuzzing has found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY << E\nE\n",
        "EXPOSE b \u00a0a c",
        "COPY a \u00a0b",
        "COPY a << E\nE\n",
        "LABEL \\\n${x:-${x=\\}}=1 \\\n\\$=2\n"
      })
  void print_ofWhatWasReadInOneWay_isReadInTheSame(String instruction) {
    PrintCheck.run(("FROM a\n" + instruction).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void print_ofBytesThatAreNoText_keepsThem() {
    byte[] text = "FROM a\nCOPY b\u0085 X\n".getBytes(StandardCharsets.UTF_8);
    text[text.length - 2] = (byte) 0xeb;
    PrintCheck.run(text);
  }

  @Test
  void format_ofOpenQuoteInAFileOfCarriageReturns_addsNothingToTheValue() {
    assertThat(format("FROM  a\r\nENV  b=\"")).isEqualTo("FROM a\r\nENV  b=\"\n");
  }

  @Test
  void format_ofCommentLikeADirective_keepsItAComment() {
    assertThat(format("\n\n# escape=`\nFROM a\n")).isEqualTo("\n# escape=`\nFROM a\n");
  }

  @Test
  void format_ofCarriageReturns_keepsThem() {
    assertThat(format("from a\r\n\r\n\r\nRUN <<E\r\n x \r\nE\r\n"))
        .isEqualTo("FROM a\r\n\r\nRUN <<E\r\n x \r\nE\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM a\nRUN a \\\u00a0\n",
        "FROM a\n\\\n\nRUN a\n",
        "FROM a\nR\\\nUN a\n",
        "FROM a\nRUN --mo\\\nunt=type=tmpfs,target=/x y\n",
        "FROM a\nCOPY a\\\nb c\n",
        "# escape=`\nFROM a\nRUN dir c:\\\nRUN a `\n  b\n"
      })
  void format_ofOddities_changesNoMeaning(String text) {
    assertThat(format(text)).isNotEmpty();
  }

  @Test
  void format_ofWrongFile_isRefused() {
    Dockerfile file = Dockerfile.parse("RUM x".getBytes(StandardCharsets.UTF_8), "Dockerfile");
    assertThatThrownBy(() -> DockerfileFormatter.format(file))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
