package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages in the programs that show them, and what help says. */
final class ManualTest {
  @TempDir Path share;

  private static String output(List<String> words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("MANWIDTH", "100");
    builder.environment().put("MAN_KEEP_FORMATTING", "");
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void pages_ofAllCommands_areFormattedWithoutWarnings() throws Exception {
    Manual.write(share);
    List<String> names = new ArrayList<>();
    try (Stream<Path> pages = Files.list(share.resolve("man/man1"))) {
      for (Path page : pages.sorted().toList()) {
        names.add(page.getFileName().toString());
        assertThat(output(List.of("groff", "-man", "-ww", "-Tutf8", "-z", page.toString())))
            .as(page.toString())
            .isEmpty();
      }
    }
    for (String command : Commands.NAMES) {
      assertThat(names).contains("jbuild-" + command + ".1");
    }
    String page = share.resolve("man/man1/jbuild-build.1").toString();
    assertThat(output(List.of("man", "-l", page)))
        .contains("jbuild-build - Build an image from a Dockerfile.", "--no-cache", "EXAMPLES");
  }

  @Test
  void help_ofTheProgram_hasGroupsAndExitCodes() {
    String help = new Program(share).run("--help").out();
    for (String command : Commands.NAMES) {
      assertThat(help).containsPattern("(?m)^  " + command + "[, ]");
    }
    assertThat(help).contains("Common Commands:", "Image Commands:", "Exit codes:");
    for (ExitCode code : ExitCode.values()) {
      assertThat(help).containsPattern("(?m)^ +" + code.number() + " +[A-Za-z]");
    }
  }

  @Test
  void help_ofACommand_hasItsExamples() {
    assertThat(new Program(share).run("build", "--help").out())
        .contains("Usage: jbuild build [OPTIONS]", "Examples:", "  jbuild build -t app .");
  }

  @Test
  void exitCodes_always_areInTheDocument() throws Exception {
    String page = Files.readString(Path.of("../docs/exit-codes.md"));
    for (ExitCode code : ExitCode.values()) {
      assertThat(page).contains("| " + code.number() + " |");
    }
  }
}
