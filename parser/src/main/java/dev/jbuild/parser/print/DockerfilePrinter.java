package dev.jbuild.parser.print;

import dev.jbuild.parser.Directives;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.text.Utf8;

/**
 * Writes a parsed file as text that parses to the same instructions. The layout of the source is
 * not kept: every instruction is one line, below the comments that describe it.
 */
public final class DockerfilePrinter {
  private final StringBuilder out = new StringBuilder();
  private final InstructionPrinter instructions = new InstructionPrinter();
  private final char escape;

  private DockerfilePrinter(char escape) {
    this.escape = escape;
  }

  /**
   * The file as text; {@link Utf8#encode} makes its bytes.
   *
   * @throws IllegalArgumentException if an instruction that no file can hold is among them, such as
   *     a COPY with both a heredoc and a path with blanks
   */
  public static String print(Dockerfile file) {
    var printer = new DockerfilePrinter(file.directives().escape());
    printer.printDirectives(file.directives());
    file.globalArgs().forEach(printer::print);
    for (Stage stage : file.stages()) {
      printer.print(stage.from());
      stage.instructions().forEach(printer::print);
    }
    return printer.out.toString();
  }

  private void printDirectives(Directives directives) {
    boolean syntax = directives.syntax() != null;
    boolean check = directives.check() != null;
    boolean defaultEscape = directives.lines() > (syntax ? 1 : 0) + (check ? 1 : 0);
    if (syntax) {
      out.append("# syntax=").append(directives.syntax()).append('\n');
    }
    if (directives.escape() != '\\' || defaultEscape) {
      out.append("# escape=").append(directives.escape()).append('\n');
    }
    if (check) {
      out.append("# check=").append(directives.check()).append('\n');
    }
    out.append('\n'); // or else a comment might be read as a directive
  }

  private void print(Instruction instruction) {
    for (String comment : instruction.origin().comments()) {
      out.append("# ").append(comment).append('\n');
    }
    InstructionText text = instructions.print(instruction);
    LogicalLine.append(out, text.line(), escape);
    out.append(text.heredocs());
  }
}
