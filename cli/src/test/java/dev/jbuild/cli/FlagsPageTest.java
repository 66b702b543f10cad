package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.command.Jbuild;
import dev.jbuild.cli.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page that compares flags, against the model of the command. */
final class FlagsPageTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(--[a-z-]+)` \\| (yes|no) \\| ?(.*?) ?\\|$");

  @Test
  void flags_ofThePage_areThoseOfTheCommand() throws IOException {
    Map<String, String> page = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/flags.md")));
    while (rows.find()) {
      assertThat(page.put(rows.group(1), rows.group(2))).as(rows.group(1)).isNull();
      assertThat(rows.group(2).equals("no") && rows.group(3).isEmpty())
          .as("why not " + rows.group(1))
          .isFalse();
    }
    TreeSet<String> said = new TreeSet<>(page.keySet());
    said.removeIf(flag -> page.getOrDefault(flag, "").equals("no"));
    TreeSet<String> real = new TreeSet<>();
    Map<String, CommandLine> commands =
        Commands.commandLine(new Jbuild(Host.ofProcess()), "build").getSubcommands();
    Objects.requireNonNull(commands.get("build"))
        .getCommandSpec()
        .options()
        .forEach(
            option ->
                Stream.of(option.names()).filter(name -> name.startsWith("--")).forEach(real::add));

    assertThat(said).isEqualTo(real);
    assertThat(page).containsEntry("--policy", "no").containsEntry("--tag", "yes");
  }
}
