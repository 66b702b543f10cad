package dev.jbuild.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The groups in which help lists the commands; the first are docker's. */
final class CommandGroups {
  private static final String OTHERS = "Other Commands";

  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put(
        "Common Commands",
        List.of(
            "run", "exec", "ps", "build", "watch", "pull", "push", "images", "login", "logout",
            "version"));
    GROUPS.put(
        "Build Commands",
        List.of("plan", "explain", "check", "fmt", "builds", "report", "debug", "du", "prune"));
    GROUPS.put(
        "Image Commands",
        List.of(
            "inspect", "history", "tag", "rmi", "save", "load", "import", "sbom", "verify",
            "sign"));
    GROUPS.put(
        "Container Commands",
        List.of(
            "create", "start", "stop", "restart", "kill", "rm", "wait", "logs", "attach", "cp",
            "port", "top", "stats", "diff", "rename", "commit", "export"));
    GROUPS.put(
        "Management Commands",
        List.of("container", "image", "manifest", "network", "volume", "system"));
    GROUPS.put("Registry Commands", List.of("list-tags", "delete", "search"));
    GROUPS.put(OTHERS, List.of("doctor", "server", "completion"));
  }

  private CommandGroups() {}

  /** Lists the commands of a program by their groups, not in one list. */
  static void use(CommandLine program) {
    program.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    program
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::render);
  }

  private static String render(Help help) {
    Map<String, Help> left = new LinkedHashMap<>();
    // Their keys have all names of a command; the first is its own.
    help.subcommands().forEach((names, each) -> left.put(names.replaceFirst(",.*", ""), each));
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (heading, names) -> {
          Map<String, Help> group = new LinkedHashMap<>();
          List<String> wanted = new ArrayList<>(names);
          if (heading.equals(OTHERS)) {
            wanted.addAll(left.keySet());
          }
          for (String name : wanted) {
            Help each = left.remove(name);
            if (each != null) {
              group.put(name, each);
            }
          }
          if (!group.isEmpty()) {
            text.append(String.format("%n%s:%n", heading)).append(help.commandList(group));
          }
        });
    return text.toString();
  }
}
