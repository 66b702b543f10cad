package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cli.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that compares commands. */
final class CommandsPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `[^|]*\\| ([^|]*) \\| .*\\|$");
  private static final Pattern NAME = Pattern.compile("`([a-z-]+)");

  @Test
  void commands_thatThePageNames_exist() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    String page = Files.readString(Path.of("../docs/docker-commands.md"));
    Matcher rows = ROW.matcher(page.substring(0, page.indexOf("Ours alone")));
    while (rows.find()) {
      Matcher names = NAME.matcher(rows.group(1));
      if (names.find()) {
        named.add(names.group(1));
      }
    }
    assertThat(named).contains("build", "run", "images", "manifest");
    assertThat(Commands.NAMES).containsAll(named);
  }
}
