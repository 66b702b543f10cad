package dev.jbuild.parser.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.lint.Rule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jbuild's own rules tell, and what they keep quiet about. */
class AdviceTest {

  private static List<Rule> rules(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Check.run(Dockerfile.parse(bytes, "Dockerfile"), CheckContext.DEFAULT)
        .warnings()
        .stream()
        .map(warning -> warning.rule())
        .filter(rule -> !rule.isOfReference())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apt-get install curl",
        "DEBIAN_FRONTEND=noninteractive apt-get -q install --no-install-recommends curl",
        "if true; then yum install curl; fi",
        "<<EOF\napt-get update\napt-get install curl\nEOF"
      })
  void install_whenItAsks_isTold(String run) {
    assertThat(rules("FROM a\nRUN " + run + "\n")).containsExactly(Rule.INSTALL_WITHOUT_YES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apt-get install -y curl",
        "apt-get -yq install curl",
        "apt-get install -qq curl",
        "apt-get --assume-yes install curl",
        "apt-get $OPTIONS install curl",
        "yes | apt-get install curl",
        "echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf && apt-get install curl",
        "echo \"run apt-get install curl\"",
        "echo run 'apt-get install curl'",
        "true # apt-get install curl",
        "apk add curl",
        "<<EOF cat > /x\napt-get install curl\nEOF",
        "<<EOF\n#!/usr/bin/env python\napt-get install curl\nEOF",
        "[\"apt-get\", \"install\", \"curl\"]"
      })
  void install_whenItMayBeRight_isLeftAlone(String run) {
    assertThat(rules("FROM a\nRUN " + run + "\n")).isEmpty();
  }

  @Test
  void update_whenNothingIsInstalledFromIt_isLeftAlone() {
    assertThat(rules("FROM a\nRUN apt-get update\n")).isEmpty();
    assertThat(rules("FROM a\nRUN apt-get update\nRUN apt-get update && apt-get install -y curl\n"))
        .isEmpty();
    assertThat(rules("FROM a\nRUN apt-get update && x\nRUN apt-get install -y curl\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cd /x && make",
        "export A=$(make)",
        "cd /x > /log",
        "VAR=1 make",
        "umask 022; touch a"
      })
  void run_whenSomethingStays_isLeftAlone(String run) {
    assertThat(rules("FROM a\nRUN " + run + "\n")).isEmpty();
  }

  @Test
  void run_whenOnlyTheShellChanges_isTold() {
    assertThat(rules("FROM a\nRUN export A=1 && export B=2\n"))
        .containsExactly(Rule.RUN_STATE_IS_LOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo '$G'",
        "echo \\$G",
        "G=1; echo $G",
        "for G in 1 2; do echo $G; done",
        "read -r G && echo $G",
        "echo ${G:-none}",
        "echo $GH"
      })
  void globalArgument_whenTheShellMayHaveIt_isLeftAlone(String run) {
    assertThat(rules("ARG G=1\nFROM a\nRUN " + run + "\n")).isEmpty();
  }

  @Test
  void globalArgument_whenTheBaseStageDeclaresIt_isVisible() {
    assertThat(rules("ARG G=1\nFROM a AS a\nARG G\nFROM a\nRUN echo $G ${G}\n")).isEmpty();
    assertThat(rules("ARG G=1\nFROM a\nRUN echo ${G}\n"))
        .containsExactly(Rule.GLOBAL_ARG_OUT_OF_SCOPE);
  }

  @Test
  void env_whenAPairNamesItself_isLeftAlone() {
    assertThat(rules("FROM a\nENV A=1 PATH=/a:$PATH\nENV B=$A C=${A}\n")).isEmpty();
  }

  @Test
  void rules_whenTheShellIsForeign_areQuiet() {
    assertThat(rules("FROM a\nSHELL [\"powershell\"]\nRUN cd x\n")).isEmpty();
  }
}
