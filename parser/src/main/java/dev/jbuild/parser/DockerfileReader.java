package dev.jbuild.parser;

import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.instruction.InstructionReader;
import dev.jbuild.parser.instruction.InvalidInstructionException;
import dev.jbuild.parser.syntax.Problem;
import dev.jbuild.parser.syntax.Statement;
import dev.jbuild.parser.syntax.Syntax;
import dev.jbuild.parser.syntax.SyntaxReader;
import dev.jbuild.parser.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts the instructions of a file together to stages. */
final class DockerfileReader {
  private static final Location TOP = new Location(1, 1, 1);

  private final String text;
  private final String name;
  private final List<ArgInstruction> globalArgs = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private @Nullable FromInstruction from;
  private boolean brokenStage;

  DockerfileReader(String text, String name) {
    this.text = text;
    this.name = name;
  }

  Dockerfile read() {
    var directiveReader = DirectiveReader.ofFile(text);
    Directives directives = directiveReader.directives();
    diagnostics.addAll(directiveReader.diagnostics());
    Syntax syntax = SyntaxReader.read(text, directives.escape(), directives.lines());
    syntax.problems().forEach(this::report);
    var reader = new InstructionReader(directives.escape());
    for (Statement statement : syntax.statements()) {
      read(statement, reader);
    }
    endStage();
    reportMissingStages(syntax);
    diagnostics.sort(DockerfileReader::compare);
    return new Dockerfile(name, text, globalArgs, stages, directives, diagnostics);
  }

  private static int compare(Diagnostic left, Diagnostic right) {
    Location a = left.location();
    Location b = right.location();
    return a.startLine() == b.startLine()
        ? Integer.compare(a.startColumn(), b.startColumn())
        : Integer.compare(a.startLine(), b.startLine());
  }

  private void read(Statement statement, InstructionReader reader) {
    boolean isFrom = statement.keyword().equalsIgnoreCase("FROM");
    if (isFrom) {
      endStage();
    }
    try {
      add(reader.read(statement));
    } catch (InvalidInstructionException e) {
      brokenStage |= isFrom || isMisspeltFrom(statement);
      Location part = e.location();
      Location location = part == null ? statement.origin().location() : part;
      diagnostics.add(
          new Diagnostic(Severity.ERROR, location, String.valueOf(e.getMessage()), e.hint()));
    }
  }

  private void add(Instruction instruction) {
    if (instruction instanceof FromInstruction opened) {
      from = opened;
    } else if (from != null || brokenStage) {
      instructions.add(instruction);
    } else if (instruction instanceof ArgInstruction arg) {
      globalArgs.add(arg);
    } else {
      diagnostics.add(
          new Diagnostic(
              Severity.ERROR,
              instruction.location(),
              "no build stage in current context",
              "only ARG may stand before the first FROM"));
      brokenStage = true; // what follows is wrong for the same reason
    }
  }

  private static boolean isMisspeltFrom(Statement statement) {
    return Suggestion.near(statement.keyword().toLowerCase(Locale.ROOT), List.of("from")) != null;
  }

  private void endStage() {
    FromInstruction opened = from;
    if (opened != null) {
      Location start = opened.location();
      int end =
          instructions.isEmpty() ? start.endLine() : instructions.getLast().location().endLine();
      stages.add(
          new Stage(
              stages.size(),
              opened.name(),
              opened,
              instructions,
              new Location(start.startLine(), start.startColumn(), end)));
    }
    instructions.clear();
    from = null;
    brokenStage = false;
  }

  private void reportMissingStages(Syntax syntax) {
    boolean wrongAlready = diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    if (!stages.isEmpty() || wrongAlready) {
      return;
    }
    boolean empty = syntax.statements().isEmpty();
    diagnostics.add(
        new Diagnostic(
            Severity.ERROR,
            TOP,
            empty ? "file with no instructions" : "dockerfile contains no stages to build",
            "start with FROM"));
  }

  private void report(Problem problem) {
    diagnostics.add(
        new Diagnostic(
            problem.warning() ? Severity.WARNING : Severity.ERROR,
            problem.location(),
            problem.message(),
            problem.hint()));
  }
}
