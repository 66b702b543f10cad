package dev.jbuild.parser.check;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.text.Quoted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules on the names of stages, and on the case of instructions in a whole file. */
final class NameChecks {
  private static final Set<String> RESERVED = Set.of("context", "scratch");

  /** These rules look at the file, so the comments above one instruction do not switch them off. */
  private static final List<String> WHOLE_FILE = List.of();

  private NameChecks() {}

  static void check(Dockerfile file, Findings findings) {
    checkStageNames(file, findings);
    checkCasing(file, findings);
  }

  private static void checkStageNames(Dockerfile file, Findings findings) {
    Set<String> names = new HashSet<>();
    for (Stage stage : file.stages()) {
      String name = stage.name();
      if (name == null) {
        continue;
      }
      if (RESERVED.contains(name)) {
        findings.warn(
            Rule.RESERVED_STAGE_NAME,
            stage.from().location(),
            WHOLE_FILE,
            "Stage name should not use the same name as reserved stage " + Quoted.quote(name));
      }
      if (!names.add(name)) {
        findings.warn(
            Rule.DUPLICATE_STAGE_NAME,
            stage.from().location(),
            WHOLE_FILE,
            "Duplicate stage name " + Quoted.quote(name) + ", stage names should be unique");
      }
    }
  }

  /** ARGs before the first FROM do not count. */
  private static void checkCasing(Dockerfile file, Findings findings) {
    List<Instruction> all =
        file.stages().stream()
            .flatMap(stage -> Stream.concat(Stream.of(stage.from()), stage.instructions().stream()))
            .toList();
    List<String> keywords = all.stream().map(Keywords::of).toList();
    long lower = keywords.stream().filter(InstructionChecks::isLower).count();
    long upper = keywords.stream().filter(InstructionChecks::isUpper).count();
    boolean mostlyLower = lower > upper;
    for (int i = 0; i < keywords.size(); i++) {
      String keyword = keywords.get(i);
      if (mostlyLower ? !InstructionChecks.isLower(keyword) : !InstructionChecks.isUpper(keyword)) {
        findings.warn(
            Rule.CONSISTENT_INSTRUCTION_CASING,
            all.get(i).location(),
            WHOLE_FILE,
            "Command '%s' should match the case of the command majority (%s)"
                .formatted(keyword, mostlyLower ? "lowercase" : "uppercase"));
      }
    }
  }
}
