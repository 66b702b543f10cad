package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.command.Jbuild;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The commands that the documentation shows, read by the parser that reads those of users, without
 * being run: their names, their options and how many operands they have.
 */
final class DocumentedCommandsTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w=-])--?[A-Za-z][A-Za-z-]*");

  /** Words that stand for others: {@code [BUILD]}, {@code a|b}, {@code ...}. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\[[A-Z-]|\\S\\|\\S|\\.\\.\\.");

  private static final Pattern LONG_FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  private static final Set<String> FOREIGN =
      Set.of(
          // of instructions
          "--checksum",
          "--chmod",
          "--chown",
          "--exclude",
          "--from",
          "--interval",
          "--keep-git-dir",
          "--link",
          "--mount",
          "--parents",
          "--retries",
          "--security",
          "--start-interval",
          "--start-period",
          "--unpack",
          // of docker, which docker-commands.md says that we have not
          "--os-features",
          "--os-version",
          // of docker run, cosign, systemd-run and scripts of this repository
          "--list",
          "--new-bundle-format",
          "--nightly",
          "--peers",
          "--scope",
          "--tlog-upload");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
      return Stream.concat(
              Stream.of(TOP.resolve("README.md"), TOP.resolve("CONTRIBUTING.md")),
              docs.filter(each -> each.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /**
   * Lines of the code blocks of a page or of its text, by where they are; but for the list of what
   * is missing.
   */
  private static Map<String, String> lines(Path page, boolean blocks) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    boolean inside = false;
    boolean missing = false;
    int number = 0;
    for (String line : Files.readAllLines(page)) {
      number++;
      if (line.strip().startsWith("```")) {
        inside = !inside;
      } else if (!inside && line.startsWith("## ")) {
        missing = false;
      } else if (line.equals("### Not yet")) {
        missing = true;
      } else if (inside == blocks && !missing) {
        lines.put(page + ":" + number, line.strip().replaceFirst("^\\$ ", ""));
      }
    }
    return lines;
  }

  private static CommandLine parser(List<String> words) throws CommandException {
    Invocation invocation = Invocation.of(words, Commands.NAMES, Path.of(""));
    return Commands.commandLine(new Jbuild(Host.ofProcess()), invocation.command());
  }

  private static void parse(List<String> words) throws CommandException {
    Invocation invocation = Invocation.of(words, Commands.NAMES, Path.of(""));
    parser(words).parseArgs(invocation.words().toArray(String[]::new));
  }

  /** The words after {@code jbuild} of the commands of a line that are ours. */
  private static List<List<String>> ours(String line) {
    List<List<String>> ours = new ArrayList<>();
    for (List<String> command : ShellLine.commands(line)) {
      if (!command.isEmpty() && command.getFirst().equals("jbuild")) {
        ours.add(command.subList(1, command.size()));
      }
    }
    return ours;
  }

  @Test
  void commands_ofCodeBlocks_areRead() throws IOException {
    SoftAssertions checks = new SoftAssertions();
    int found = 0;
    for (Path page : pages()) {
      for (Map.Entry<String, String> line : lines(page, true).entrySet()) {
        boolean synopsis = PLACEHOLDER.matcher(line.getValue()).find();
        for (List<String> words : synopsis ? List.<List<String>>of() : ours(line.getValue())) {
          found++;
          checks
              .assertThatCode(() -> parse(words))
              .as("%s: %s", line.getKey(), line.getValue())
              .doesNotThrowAnyException();
        }
        if (synopsis && line.getValue().startsWith("jbuild ")) {
          found++;
          checkFlags(checks, line.getKey(), line.getValue());
        }
      }
    }
    checks.assertAll();
    assertThat(found).isGreaterThan(70);
  }

  @Test
  void commands_ofTheHelp_areRead() {
    SoftAssertions checks = new SoftAssertions();
    List<List<String>> found = new ArrayList<>();
    Commands.commandLine(new Jbuild(Host.ofProcess()), null)
        .getSubcommands()
        .values()
        .forEach(
            command ->
                Stream.of(command.getCommandSpec().usageMessage().footer())
                    .forEach(line -> found.addAll(ours(line.replace("%%", "%")))));
    for (List<String> words : found) {
      checks.assertThatCode(() -> parse(words)).as("%s", words).doesNotThrowAnyException();
    }
    checks.assertAll();
    assertThat(found).hasSizeGreaterThan(20);
  }

  @Test
  void commands_inTheText_haveTheOptionsThatTheyAreShownWith() throws IOException {
    SoftAssertions checks = new SoftAssertions();
    int found = 0;
    for (Path page : pages()) {
      for (Map.Entry<String, String> line : lines(page, false).entrySet()) {
        Matcher span = SPAN.matcher(line.getValue());
        while (span.find()) {
          if (span.group(1).startsWith("jbuild ")) {
            found++;
            checkFlags(checks, line.getKey(), span.group(1));
          }
        }
      }
    }
    checks.assertAll();
    assertThat(found).isGreaterThan(70);
  }

  /** Flags of no command of ours are those of Dockerfiles and of other programs. */
  @Test
  void flags_inTheText_areThoseOfSomeCommandOrNotOurs() throws IOException {
    Set<String> ours = new TreeSet<>(FOREIGN);
    collect(Commands.commandLine(new Jbuild(Host.ofProcess()), null), ours);
    SoftAssertions checks = new SoftAssertions();
    int found = 0;
    for (Path page : pages()) {
      boolean compares = page.endsWith("flags.md") || page.toString().contains("decisions");
      for (Map.Entry<String, String> line : lines(page, false).entrySet()) {
        Matcher span = SPAN.matcher(compares ? "" : line.getValue());
        while (span.find()) {
          Matcher flag = LONG_FLAG.matcher(span.group(1));
          while (flag.find()) {
            found++;
            checks.assertThat(ours).as(line.getKey()).contains(flag.group());
          }
        }
      }
    }
    checks.assertAll();
    assertThat(found).isGreaterThan(200);
  }

  private static void collect(CommandLine command, Set<String> options) {
    options.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(each -> collect(each, options));
  }

  /** The rows of tables that begin with a command and go on with its flags. */
  @Test
  void flags_ofRowsOfCommands_areTheirs() throws IOException {
    SoftAssertions checks = new SoftAssertions();
    int found = 0;
    for (Path page : pages()) {
      for (Map.Entry<String, String> line : lines(page, false).entrySet()) {
        String[] cells = line.getValue().replace("\\|", "¦").split("\\|", -1);
        Set<String> options = cells.length < 3 ? Set.of() : optionsOf(cells[1], line.getValue());
        Matcher span = SPAN.matcher(options.isEmpty() ? "" : line.getValue());
        while (span.find()) {
          Matcher flag = FLAG.matcher(span.group(1));
          while (flag.find()) {
            found++;
            checks.assertThat(options).as(line.getKey()).contains(flag.group());
          }
        }
      }
    }
    checks.assertAll();
    assertThat(found).isGreaterThan(80);
  }

  /** Those of the commands of a row whose first cell names one; none of any other row. */
  private static Set<String> optionsOf(String cell, String row) {
    Set<String> options = new TreeSet<>();
    if (commands(cell).isEmpty()) {
      return options;
    }
    for (String name : commands(row)) {
      collect(Commands.commandLine(new Jbuild(Host.ofProcess()), name), options);
    }
    options.addAll(FOREIGN);
    return options;
  }

  private static List<String> commands(String text) {
    return SPAN.matcher(text)
        .results()
        .map(span -> span.group(1).replaceFirst("^jbuild ", "").split(" ", -1)[0])
        .filter(Commands.NAMES::contains)
        .toList();
  }

  /** Of {@code jbuild COMMAND --flag}, with placeholders or cut short. */
  private static void checkFlags(SoftAssertions checks, String place, String text) {
    String own = text.replace("\\|", "|").substring("jbuild ".length()).replaceFirst(" -- .*", "");
    List<String> words = List.of(own.split(" ", -1));
    if (words.getFirst().equals("COMMAND")) {
      return;
    }
    checks
        .assertThatCode(
            () -> {
              CommandLine command = parser(words);
              List<String> options = new ArrayList<>();
              options(command, words, options);
              Matcher flags = FLAG.matcher(own);
              while (flags.find()) {
                assertThat(options).contains(flags.group());
              }
            })
        .as("%s: %s", place, text)
        .doesNotThrowAnyException();
  }

  /** Those of a program, of the command that comes next among its words, and so on. */
  private static void options(CommandLine program, List<String> words, List<String> found) {
    found.addAll(program.getCommandSpec().optionsMap().keySet());
    for (String word : words) {
      if (program.getSubcommands().containsKey(word)) {
        options(program.getSubcommands().get(word), words, found);
        return;
      }
    }
    program.getSubcommands().values().stream()
        .filter(each -> words.getFirst().startsWith("-") && each.getCommandName().equals("build"))
        .forEach(each -> found.addAll(each.getCommandSpec().optionsMap().keySet()));
  }

  @Test
  void mistakes_ofAPage_areFound() {
    for (String wrong :
        List.of("jbuild report --htm x", "x && jbuild tag one", "a | jbuild biuld .")) {
      assertThatThrownBy(() -> parse(ours(wrong).getFirst())).as(wrong).isNotNull();
    }
    SoftAssertions checks = new SoftAssertions();
    checkFlags(checks, "here", "jbuild images --no-such");
    checkFlags(checks, "here", "jbuild network create --no-such NAME");
    assertThat(checks.errorsCollected()).hasSize(2);
  }
}
