package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import dev.jbuild.parser.ast.FromInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.MaintainerInstruction;
import dev.jbuild.parser.lint.Rule;
import java.util.List;
import java.util.Locale;

/** The rules that look at one instruction by itself. */
final class InstructionChecks {
  private final Findings findings;

  InstructionChecks(Findings findings) {
    this.findings = findings;
  }

  /** Checks the instructions before a line. */
  void check(Dockerfile file, int end) {
    file.globalArgs().stream().filter(arg -> isBefore(arg, end)).forEach(this::check);
    for (Stage stage : file.stages()) {
      if (isBefore(stage.from(), end)) {
        check(stage.from());
      }
      stage.instructions().stream().filter(each -> isBefore(each, end)).forEach(this::check);
    }
  }

  private static boolean isBefore(Instruction instruction, int end) {
    return instruction.location().startLine() < end;
  }

  private void check(Instruction instruction) {
    if (instruction instanceof FromInstruction from && from.name() != null) {
      checkCasing(from);
      checkDescription("FROM", List.of(from.name()), from);
    } else if (instruction instanceof ArgInstruction arg) {
      List<String> names = arg.arguments().stream().map(BuildArgument::name).toList();
      checkDescription("ARG", names, arg);
    } else if (instruction instanceof MaintainerInstruction) {
      findings.warn(
          Rule.MAINTAINER_DEPRECATED,
          instruction,
          "Maintainer instruction is deprecated in favor of using label");
    }
  }

  private void checkCasing(FromInstruction from) {
    String name = Keywords.stageName(from);
    if (!isLower(name)) {
      findings.warn(Rule.STAGE_NAME_CASING, from, "Stage name '" + name + "' should be lowercase");
    }
    String keyword = Keywords.of(from);
    String as = Keywords.as(from);
    boolean agree = isLower(keyword) ? isLower(as) : !isUpper(keyword) || isUpper(as);
    if (!agree) {
      findings.warn(
          Rule.FROM_AS_CASING,
          from,
          "'%s' and '%s' keywords' casing do not match".formatted(as, keyword));
    }
  }

  static boolean isLower(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT));
  }

  static boolean isUpper(String text) {
    return text.equals(text.toUpperCase(Locale.ROOT));
  }

  private void checkDescription(String keyword, List<String> names, Instruction instruction) {
    List<String> comments = instruction.origin().comments();
    if (comments.isEmpty()) {
      return;
    }
    String last = comments.getLast();
    int blank = last.indexOf(' ');
    String word = blank < 0 ? last : last.substring(0, blank);
    if (!names.contains(word)) {
      String example = names.size() > 1 ? "<arg_key>" : names.getFirst();
      findings.warn(
          Rule.INVALID_DEFINITION_DESCRIPTION,
          instruction,
          "Comment for %s should follow the format: `# %s <description>`"
              .formatted(keyword, example));
    }
  }
}
