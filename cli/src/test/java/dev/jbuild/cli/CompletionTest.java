package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in the shells that they are for. */
final class CompletionTest {
  @TempDir Path home;

  @BeforeEach
  void makeDirectory() throws IOException {
    Files.createDirectories(home.resolve("work/source"));
    Files.writeString(home.resolve("work/stuff"), "");
    // What the scripts call for the names of images.
    Path program = home.resolve("bin/jbuild");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' app:1 app:2 other:1\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private String script(String shell) {
    return new Program(home).run("completion", shell).out();
  }

  private String shell(String... words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out", null);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(home.resolve("work").toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
  }

  private List<String> bash(String line) throws IOException, InterruptedException {
    Path script = Files.writeString(home.resolve("completion.bash"), script("bash"));
    String ask =
        "set -eu; . '%s'; COMP_LINE='%s' COMP_POINT=%d; _jbuild; printf '%%s\\n' \"${COMPREPLY[@]-}\""
            .formatted(script, line, line.length());
    return shell("bash", "--norc", "-c", ask).lines().toList();
  }

  @Test
  void bash_ofCommandsAndOptions_completesThem() throws Exception {
    assertThat(bash("jbuild bui")).contains("build");
    assertThat(bash("jbuild manifest ")).contains("inspect", "create", "annotate");
    assertThat(bash("jbuild build --no-c")).containsExactly("--no-cache", "--no-cache-filter");
    assertThat(bash("jbuild --progr")).containsExactly("--progress");
    assertThat(bash("jbuild completion ")).containsExactly("bash", "zsh", "fish");
  }

  @Test
  void bash_ofValues_knowsWordsFilesAndImages() throws Exception {
    assertThat(bash("jbuild build --progress ")).contains("auto", "plain", "tty");
    assertThat(bash("jbuild build --progress=pl")).containsExactly("plain");
    assertThat(bash("jbuild build --sbom=s")).containsExactly("spdx");
    assertThat(bash("jbuild build --provenance=mode"))
        .as("bash replaces what is behind the first sign")
        .containsExactly("mode=min", "mode=max");
    assertThat(bash("jbuild build -f st")).containsExactly("stuff");
    assertThat(bash("jbuild check ")).contains("source", "stuff");
    assertThat(bash("jbuild run ap")).containsExactly("app:1", "app:2");
    // bash itself replaces only what is behind the colon
    assertThat(bash("jbuild run app:")).containsExactly("1", "2");
  }

  private List<String> fish(String line) throws IOException, InterruptedException {
    Path script = Files.writeString(home.resolve("completion.fish"), script("fish"));
    String ask = "source %s; complete -C '%s'".formatted(script, line);
    return shell("fish", "--no-config", "-c", ask)
        .lines()
        .map(each -> each.replaceFirst("\t.*", ""))
        .toList();
  }

  @Test
  void fish_always_completesCommandsOptionsAndValues() throws Exception {
    assertThat(fish("jbuild bui")).contains("build");
    assertThat(fish("jbuild manifest ")).contains("inspect", "create");
    assertThat(fish("jbuild build --no-c")).containsExactly("--no-cache", "--no-cache-filter");
    assertThat(fish("jbuild build --progress ")).contains("auto", "plain", "tty");
    assertThat(fish("jbuild run ap")).contains("app:1", "app:2").doesNotContain("other:1");
    assertThat(fish("jbuild build so")).contains("source/");
    assertThat(fish("jbuild build -f st")).contains("stuff");
  }

  /** Types a line and a tab into an interactive zsh, then return: the program shows what came. */
  private String zsh(String line) throws IOException, InterruptedException {
    Path functions = Files.createDirectories(home.resolve("functions"));
    Files.writeString(functions.resolve("_jbuild"), script("zsh"));
    Path start = home.resolve(".zshrc");
    Files.writeString(
        start,
        """
        PS1='> '
        fpath=(%s $fpath)
        autoload -Uz compinit && compinit -u -D
        typed() { print -r -- "[$*]" }
        bindkey '^X' show; zle -N show; show() { BUFFER="typed ${(q)BUFFER}"; zle accept-line }
        """
            .formatted(functions));
    Path driver =
        Files.writeString(
            home.resolve("driver"),
            """
            zmodload zsh/zpty
            zpty -b inner env ZDOTDIR=%s TERM=dumb zsh -i
            zpty -r inner first '*> *'
            zpty -w -n inner $'%s\\t\\x18'
            zpty -r inner seen $'*\\\\[*\\\\]*'
            print -r -- "$seen"
            zpty -d inner
            """
                .formatted(home, line));
    String seen = shell("zsh", "-f", driver.toString());
    return seen.substring(seen.lastIndexOf('[') + 1, seen.lastIndexOf(']')).strip();
  }

  @Test
  void zsh_always_completesCommandsOptionsAndValues() throws Exception {
    assertThat(zsh("jbuild vers")).isEqualTo("jbuild version");
    assertThat(zsh("jbuild manifest insp")).isEqualTo("jbuild manifest inspect");
    assertThat(zsh("jbuild build --metad")).startsWith("jbuild build --metadata-file");
    assertThat(zsh("jbuild build --progress pl")).isEqualTo("jbuild build --progress plain");
    assertThat(zsh("jbuild run oth")).isEqualTo("jbuild run other:1");
    assertThat(zsh("jbuild build sour")).startsWith("jbuild build source");
  }
}
