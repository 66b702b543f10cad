package dev.jbuild.builder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
  /** As dash, busybox, bash 5.2 and zsh say it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/bin/sh: 1: foo: not found | foo",
        "/bin/sh: foo: not found | foo",
        "bash: line 1: foo: command not found | foo",
        "/bin/bash: line 3: ./x: cannot execute: required file not found | ./x",
        "/bin/bash: line 1: /x/y: Permission denied | /x/y",
        "zsh:1: command not found: foo | foo",
        "sh: ./x: Exec format error | ./x",
      })
  void program_ofAShellsComplaint_isFound(String line, String program) {
    assertThat(Diagnosis.program(line)).contains(program);
  }

  @Test
  void program_ofOtherOutput_isNone() {
    assertThat(Diagnosis.program("make: *** [Makefile:3: all] Error 1")).isEmpty();
    assertThat(Diagnosis.program("")).isEmpty();
  }

  private static ProgramHead head(String text) {
    return ProgramHead.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void head_ofAScript_hasItsInterpreterAndOneArgument() {
    assertThat(head("#!/bin/sh\necho")).isEqualTo(new ProgramHead(List.of("/bin/sh"), true, ""));
    assertThat(head("#! /usr/bin/env python3 -u\r\n").interpreter())
        .containsExactly("/usr/bin/env", "python3 -u\r");
    assertThat(head("echo").script()).isFalse();
    assertThat(head("#!").script()).isFalse();
  }

  @Test
  void head_ofThisMachinesPrograms_isTheirLoaderAndArchitecture() throws IOException {
    ProgramHead own = read(ProcessHandle.current().info().command().map(Path::of).orElseThrow());
    assertThat(own.architecture()).isIn("amd64", "arm64");
    assertThat(own.interpreter()).hasSize(1);
    assertThat(Path.of(own.interpreter().getFirst())).exists();

    ProgramHead fixed = read(Path.of("/bin/busybox")); // of the package busybox-static
    assertThat(fixed.architecture()).isEqualTo(own.architecture());
    assertThat(fixed.interpreter()).isEmpty();
  }

  private static ProgramHead read(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program)) {
      return ProgramHead.of(in.readNBytes(ProgramHead.BYTES));
    }
  }

  @Test
  void head_thatIsCut_isNoFailure() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("/bin/true"));
    for (int length = 0; length < 1000; length++) {
      ProgramHead.of(Arrays.copyOf(whole, length));
    }
    assertThat(ProgramHead.of(Arrays.copyOf(whole, 100)).interpreter()).isEmpty();
  }
}
