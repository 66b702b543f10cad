package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.CopyFlags;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.EnvInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.OnbuildInstruction;
import dev.jbuild.parser.ast.RunInstruction;
import dev.jbuild.parser.ast.RunNetwork;
import dev.jbuild.parser.ast.RunSecurity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {

  private static Dockerfile parse(String text) {
    return Dockerfile.parse(text.getBytes(StandardCharsets.UTF_8), "Dockerfile");
  }

  private static Instruction only(String line) {
    Dockerfile file = parse("FROM a\n" + line + "\n");
    assertThat(file.diagnostics()).isEmpty();
    assertThat(file.stages()).hasSize(1);
    assertThat(file.stages().getFirst().instructions()).hasSize(1);
    return file.stages().getFirst().instructions().getFirst();
  }

  /** What a record says of itself after its origin. */
  private static String content(Instruction instruction) {
    String text = instruction.toString();
    String origin = instruction.origin().toString();
    return instruction.getClass().getSimpleName().replace("Instruction", "")
        + "["
        + text.substring(text.indexOf(origin) + origin.length() + 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ADD a b /c/          | Add[flags=AddFlags[chown=null, chmod=null, link=false, exclude=[], remote=RemoteFlags[checksum=null, keepGitDir=null, unpack=null]], sources=[a, b], heredocs=[], destination=/c/]
          ARG a b=c            | Arg[arguments=[BuildArgument[name=a, defaultValue=null], BuildArgument[name=b, defaultValue=c]]]
          CMD a  b             | Cmd[command=ShellForm[text=a  b]]
          cmd ["a", "b c"]     | Cmd[command=ExecForm[args=[a, b c]]]
          CMD ["a" 'b']        | Cmd[command=ShellForm[text=["a" 'b']]]
          CMD                  | Cmd[command=ShellForm[text=]]
          ENTRYPOINT []        | Entrypoint[command=ExecForm[args=[]]]
          ENV a=b "c d"='e f'  | Env[variables=[KeyValue[key=a, value=b], KeyValue[key="c d", value='e f']], legacy=false]
          ENV a b  c           | Env[variables=[KeyValue[key=a, value=b  c]], legacy=true]
          EXPOSE 80 443/tcp    | Expose[ports=[443/tcp, 80]]
          HEALTHCHECK NONE     | Healthcheck[healthcheck=Disabled[]]
          LABEL a=b            | Label[labels=[KeyValue[key=a, value=b]], legacy=false]
          MAINTAINER a  b      | Maintainer[maintainer=a  b]
          ONBUILD RUN a  b     | Onbuild[trigger=RUN a  b]
          RUN a && b           | Run[flags=RunFlags[mounts=[], network=DEFAULT, security=SANDBOX, devices=[]], command=ShellForm[text=a && b], heredocs=[]]
          SHELL ["a", "-c"]    | Shell[shell=[a, -c]]
          STOPSIGNAL SIGTERM   | Stopsignal[signal=SIGTERM]
          USER a:b             | User[user=a:b]
          VOLUME /a /b         | Volume[paths=[/a, /b]]
          VOLUME ["/a b"]      | Volume[paths=[/a b]]
          WORKDIR /a b         | Workdir[path=/a b]
          """)
  void parse_ofInstruction_readsItsArguments(String line, String expected) {
    assertThat(content(only(line))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          FROM a              | a   |   |
          from a as B         | a   | b |
          FROM --platform=p a AS b-1.c | a | b-1.c | p
          FROM $A:${B}        | $A:${B} | |
          """)
  void parse_ofFrom_readsImageNameAndPlatform(
      String line, String image, String name, String platform) {
    Stage stage = parse(line).stages().getFirst();
    assertThat(stage.from().image()).isEqualTo(image);
    assertThat(stage.name()).isEqualTo(name);
    assertThat(stage.from().platform()).isEqualTo(platform);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~ENV \\\na=b c=d~         | ENV a=b c=d
          ~ENV \\\n# c\n\\\na b  c~  | ENV a b  c
          ~LABEL \\\n"a b"=c~        | LABEL "a b"=c
          ~RUN \\\n["a", "b"]~       | RUN ["a", "b"]
          ~VOLUME \\\n["a"]~         | VOLUME ["a"]
          ~HEALTHCHECK CMD \\\n["a"]~ | HEALTHCHECK CMD ["a"]
          ~ONBUILD \\\nENV \\\na=b~   | ONBUILD ENV a=b
          """)
  void parse_ofArgumentsAtTheStartOfAContinuedLine_isAsOnOneLine(String several, String one) {
    assertThat(content(only(several))).isEqualTo(content(only(one)));
  }

  @Test
  void parse_ofRunFlags_readsThemTyped() {
    var run =
        (RunInstruction)
            only("RUN --mount=type=cache,target=/c --network=none --security=insecure make");
    assertThat(run.flags().mounts())
        .extracting(m -> m.text())
        .containsExactly("type=cache,target=/c");
    assertThat(run.flags().network()).isEqualTo(RunNetwork.NONE);
    assertThat(run.flags().security()).isEqualTo(RunSecurity.INSECURE);
  }

  @Test
  void parse_ofCopyFlags_readsThemTyped() {
    var copy =
        (CopyInstruction)
            only("COPY --from=b --chown=1:2 --chmod=644 --link --exclude=*.o --exclude=x a b/");
    assertThat(copy.flags())
        .isEqualTo(new CopyFlags("b", "1:2", "644", true, false, List.of("*.o", "x")));
  }

  @Test
  void parse_ofAddFlags_readsThemTyped() {
    var add = (AddInstruction) only("ADD --checksum=sha256:a --unpack=false --keep-git-dir u /x");
    assertThat(add.flags().remote().checksum()).isEqualTo("sha256:a");
    assertThat(add.flags().remote().unpack()).isFalse();
    assertThat(add.flags().remote().keepGitDir()).isTrue();
  }

  @Test
  void parse_ofHeredocs_separatesThemFromPaths() {
    var copy = (CopyInstruction) only("COPY <<-A b <<'C' /d/\n\t$x\nA\n$y\nC");
    assertThat(copy.sources()).containsExactly("b");
    assertThat(copy.heredocs()).extracting(h -> h.name()).containsExactly("A", "C");
    assertThat(copy.heredocs()).extracting(h -> h.expand()).containsExactly(true, false);
    assertThat(copy.heredocs()).extracting(h -> h.text()).containsExactly("$x\n", "$y\n");
    assertThat(copy.location()).isEqualTo(new Location(2, 1, 6));
  }

  @Test
  void parse_ofHeredocBody_leavesContinuationsAndCommentsAlone() {
    var run = (RunInstruction) only("RUN <<E\n\\\n# no comment\na \\\nFROM x\nE");
    assertThat(run.heredocs().getFirst().content()).isEqualTo("\\\n# no comment\na \\\nFROM x\n");
  }

  @Test
  void parse_ofTriggerWithHeredoc_keepsItWithTheTrigger() {
    var onbuild = (OnbuildInstruction) only("ONBUILD run <<E\nx\nE");
    assertThat(onbuild.trigger()).isEqualTo("run <<E\nx\nE");
  }

  @Test
  void location_ofContinuedInstruction_spansItsLines() {
    Dockerfile file = parse("# c\n\n  FROM \\\n a\nR\\\nUN x\\\n# c\n\n  y\n");
    Stage stage = file.stages().getFirst();
    assertThat(stage.from().location()).isEqualTo(new Location(3, 3, 4));
    Instruction run = stage.instructions().getFirst();
    assertThat(run.location()).isEqualTo(new Location(5, 1, 9));
    assertThat(run.original()).isEqualTo("RUN x  y");
    assertThat(stage.location()).isEqualTo(new Location(3, 3, 9));
  }

  @Test
  void parse_withBackquoteAsEscape_leavesBackslashesAlone() {
    Dockerfile file = parse("# escape=`\nFROM a\nRUN dir c:\\\nENV a=b` c d`\n =e\n");
    assertThat(file.directives().escape()).isEqualTo('`');
    List<Instruction> instructions = file.stages().getFirst().instructions();
    assertThat(instructions.getFirst().original()).isEqualTo("RUN dir c:\\");
    assertThat(file.errors())
        .extracting(Diagnostic::message)
        .containsExactly("Syntax error - can't find = in \"d\". Must be of the form: name=value");
  }

  @Test
  void parse_ofArgsBeforeFrom_keepsThemGlobal() {
    Dockerfile file = parse("ARG a=1\nARG b\nFROM x\nARG c\nFROM y AS z\n");
    assertThat(file.globalArgs()).hasSize(2);
    assertThat(file.stages()).extracting(Stage::index).containsExactly(0, 1);
    assertThat(file.stages().getFirst().instructions().getFirst())
        .isInstanceOf(ArgInstruction.class);
  }

  @Test
  void parse_ofManyErrors_reportsAllInOrder() {
    Dockerfile file =
        parse("FROM a AS 1b\nRUM x\nCOPY --lonk a b\nENV\nCMD [1]\nRUN ok\nRUN <<E\nx\n");
    assertThat(file.errors())
        .extracting(
            d -> d.location().startLine() + ":" + d.location().startColumn() + " " + d.message())
        .containsExactly(
            "1:1 invalid name for build stage: \"1b\","
                + " name can't start with a number or contain symbols",
            "2:1 unknown instruction: RUM (did you mean RUN?)",
            "3:6 unknown flag: --lonk (did you mean link?)",
            "4:1 ENV requires at least one argument",
            "5:1 when using JSON array syntax, arrays must be comprised of strings only",
            "7:1 unterminated heredoc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''          | file with no instructions
          '# c'       | file with no instructions
          ARG a       | dockerfile contains no stages to build
          RUN x       | no build stage in current context
          RUM x       | unknown instruction: RUM (did you mean RUN?)
          'RUN x\nRUN y' | no build stage in current context
          'FORM a\nRUN x' | unknown instruction: FORM (did you mean FROM?)
          """)
  void parse_withoutStages_saysSoOnce(String text, String message) {
    assertThat(parse(text).errors()).extracting(Diagnostic::message).containsExactly(message);
  }

  @Test
  void parse_ofEmptyContinuation_warns() {
    Dockerfile file = parse("FROM a\nRUN x \\\n\n y\n");
    assertThat(file.hasErrors()).isFalse();
    assertThat(file.diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("Empty continuation line found in: RUN x  y");
  }

  @Test
  void parse_ofLongLine_refusesIt() {
    String longest = "RUN " + "x".repeat(65_531);
    assertThat(parse("FROM a\n" + longest + "\n").errors()).isEmpty();
    assertThat(parse("FROM a\n" + longest + "x\n").errors())
        .extracting(Diagnostic::message)
        .containsExactly("dockerfile line greater than max allowed size of 65535");
  }

  @Test
  void render_ofFlagError_pointsAtTheFlag() {
    Dockerfile file = parse("FROM a\nCOPY\t--link=maybe a b\n");
    assertThat(file.renderDiagnostics())
        .isEqualTo(
            """
            Dockerfile:2:6: error: expecting boolean value for flag --link, not: maybe
                2 | COPY --link=maybe a b
                  |      ^
              hint: write true or false""");
  }

  @Test
  void parse_ofInvalidUtf8_keepsTheBytes() {
    byte[] bytes = "FROM a\nENV a=?\n".getBytes(StandardCharsets.ISO_8859_1);
    bytes[13] = (byte) 0xff;
    var env =
        (EnvInstruction)
            Dockerfile.parse(bytes, "Dockerfile").stages().getFirst().instructions().getFirst();
    assertThat(env.variables().getFirst().value()).isEqualTo("\udcff");
  }
}
