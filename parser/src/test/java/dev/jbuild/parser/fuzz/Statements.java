package dev.jbuild.parser.fuzz;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes Dockerfiles by their grammar, with the odd comment, continuation and blank line. */
final class Statements {
  private static final Arbitrary<String> GAP =
      Arbitraries.of(" ", " ", "\t", "  ", " \\\n", " \\\n# c\n  ", " \\ \n\n ", " \\\r\n", "`\n");
  private static final Arbitrary<String> END = Arbitraries.of("\n", "\n", "\r\n", " \n", "\n\n");
  private static final Arbitrary<String> KEYWORD =
      Arbitraries.of(
          "RUN",
          "CMD",
          "LABEL",
          "EXPOSE",
          "ENV",
          "ADD",
          "COPY",
          "ENTRYPOINT",
          "VOLUME",
          "USER",
          "WORKDIR",
          "ARG",
          "ONBUILD RUN",
          "ONBUILD copy",
          "STOPSIGNAL",
          "HEALTHCHECK CMD",
          "HEALTHCHECK NONE",
          "SHELL",
          "MAINTAINER",
          "FROM",
          "run",
          "Copy",
          "EVN");
  private static final Arbitrary<String> FLAG =
      Arbitraries.of(
          "--from=a",
          "--chown=1:2",
          "--chmod=u+x",
          "--link",
          "--link=false",
          "--parents",
          "--exclude=*.o",
          "--checksum=sha256:0",
          "--keep-git-dir",
          "--unpack=true",
          "--mount=type=bind,from=a,target=/x",
          "--mount=type=secret,id=x,env=Y",
          "--network=none",
          "--security=insecure",
          "--device=a,required",
          "--platform=linux/$A",
          "--interval=1m30s",
          "--retries=3",
          "--start-interval=1h",
          "--nope",
          "--mount=\"type=cache,a\"",
          "--",
          "--=");
  private static final Arbitrary<String> DIRECTIVE =
      Arbitraries.of(
          "",
          "",
          "",
          "# escape=`\n",
          "# syntax=docker/dockerfile:1\n",
          "#check=skip=all\n",
          "# escape=\\\n# check=error=true\n",
          "\ufeff# escape=`\n",
          "# nope=1\n# escape=`\n");

  private Statements() {}

  static Arbitrary<String> files() {
    Arbitrary<String> globals = Arbitraries.of("", "ARG A=b\n", "ARG A\n# A is\nARG A=$A\n");
    Arbitrary<String> from = Arbitraries.of("FROM a\n", "FROM a as b\n", "from $A AS c\n", "");
    Arbitrary<List<String>> body = statement().list().ofMaxSize(8);
    return Combinators.combine(DIRECTIVE, globals, from, body)
        .as((first, args, stage, lines) -> first + args + stage + String.join("", lines));
  }

  private static Arbitrary<String> statement() {
    return Arbitraries.oneOf(
        List.of(
            instruction(),
            instruction(),
            instruction(),
            heredoc(),
            Arbitraries.of("# c\n", "\n", " \t#\n", "#\n")));
  }

  private static Arbitrary<String> instruction() {
    return Combinators.combine(
            KEYWORD, FLAG.list().ofMaxSize(2), argument().list().ofMaxSize(4), GAP, END)
        .as(
            (keyword, flags, arguments, gap, end) -> {
              var text = new StringBuilder(keyword);
              flags.forEach(flag -> text.append(gap).append(flag));
              arguments.forEach(argument -> text.append(gap).append(argument));
              return text.append(end).toString();
            });
  }

  private static Arbitrary<String> argument() {
    Arbitrary<String> word = Words.any();
    return Arbitraries.oneOf(
        List.of(
            word,
            word.map(value -> "k=" + value),
            word.list().ofMaxSize(3).map(Statements::json),
            Arbitraries.of(
                "80/tcp", "/x/", ".", "AS", "SIGTERM", "[\"a\"", "NONE", "<<E", "8080-9/UDP")));
  }

  private static String json(List<String> words) {
    return "[\"" + String.join("\", \"", words) + "\"]";
  }

  private static Arbitrary<String> heredoc() {
    Arbitrary<String> start =
        Arbitraries.of(
            "RUN ",
            "RUN cat ",
            "COPY ",
            "ADD --chown=1 ",
            "ONBUILD RUN ",
            "ENV a=",
            "RUN [\"a\"] ");
    Arbitrary<String> word =
        Arbitraries.of(
            "<<E", "<<-E", "<<'E'", "<<-\"E\"", "3<<E", "<< E", "<<<E", "x<<E", "<<E <<F");
    Arbitrary<String> body =
        Arbitraries.of("", "a\n", "\ta $A\n", "#!/bin/x\n", "a\\\n", "# c\n\n", "a\r\n");
    Arbitrary<String> end = Arbitraries.of("E\n", "\tE\n", "E\r\n", "E \n", "E\nf\nF\n", "");
    return Combinators.combine(start, word, Words.any(), body, end)
        .as((first, open, rest, text, close) -> first + open + " " + rest + "\n" + text + close);
  }
}
