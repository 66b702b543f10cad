package dev.jbuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of a page of documentation, from its console blocks, with what they show. */
record ConsolePage(List<Shown> commands) {

  ConsolePage {
    commands = List.copyOf(commands);
  }

  /**
   * A command and what the page shows of its output.
   *
   * @param line where it is in the page, from 1
   */
  record Shown(int line, String command, List<String> output) {}

  static ConsolePage read(Path page) throws IOException {
    List<Shown> commands = new ArrayList<>();
    boolean inside = false;
    int number = 0;
    for (String line : Files.readAllLines(page)) {
      number++;
      if (line.equals("```console")) {
        inside = true;
      } else if (line.equals("```")) {
        inside = false;
      } else if (inside && line.startsWith("$ ")) {
        commands.add(new Shown(number, line.substring(2), new ArrayList<>()));
      } else if (inside) {
        Shown last = commands.removeLast();
        commands.add(followedBy(last, line));
      }
    }
    return new ConsolePage(commands);
  }

  private static Shown followedBy(Shown last, String line) {
    boolean goesOn = last.output().isEmpty() && line.startsWith("> ");
    if (goesOn) {
      return new Shown(last.line(), last.command() + "\n" + line.substring(2), List.of());
    }
    List<String> output = new ArrayList<>(last.output());
    output.add(line);
    return new Shown(last.line(), last.command(), output);
  }

  /** All commands for one shell, with {@code mark} and the number of the command before each. */
  String script(String mark) {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    int number = 0;
    for (Shown each : commands) {
      script.append("echo '").append(mark).append(number++).append("'\n");
      script.append(each.command()).append('\n');
    }
    return script.toString();
  }
}
