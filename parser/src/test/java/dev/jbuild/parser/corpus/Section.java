package dev.jbuild.parser.corpus;

import dev.jbuild.parser.DirectiveCases;
import dev.jbuild.parser.InstructionCases;
import dev.jbuild.parser.TypedCases;
import dev.jbuild.parser.check.LintCases;
import dev.jbuild.parser.expand.ShellCases;
import dev.jbuild.parser.ignore.IgnoreCases;
import dev.jbuild.parser.print.PrintCases;
import dev.jbuild.parser.syntax.ParsedFileCases;
import dev.jbuild.parser.syntax.SyntaxCases;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A section of the corpus and who runs what is in it.
 *
 * @param name the name of its directory
 */
record Section(String name, List<CorpusRunner> runners) {
  static final Section PARSER =
      of(
          "parser",
          new ParsedFileCases("cases"),
          new ParsedFileCases("extra"),
          new PrintCases("cases"),
          new PrintCases("extra"),
          new SyntaxCases(),
          new DirectiveCases());
  static final Section SHELL = of("shell", new ShellCases());
  static final Section DOCKERIGNORE = of("dockerignore", new IgnoreCases());
  static final Section INSTRUCTIONS =
      of(
          "instructions",
          new InstructionCases(),
          new TypedCases(),
          LintCases.SMALL,
          PrintCases.OF_INSTRUCTIONS);
  static final Section REALWORLD =
      of("realworld", new ParsedFileCases(""), LintCases.REAL, new PrintCases(""));

  static final List<Section> ALL = List.of(PARSER, SHELL, DOCKERIGNORE, INSTRUCTIONS, REALWORLD);

  Section {
    runners = List.copyOf(runners);
  }

  private static Section of(String name, CorpusRunner... runners) {
    return new Section(name, List.of(runners));
  }

  Stream<CorpusCase> cases(Path corpus) {
    return runners.stream().flatMap(runner -> runner.cases(corpus.resolve(name)));
  }
}
