package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What help and the manual pages say at the end: examples, and the exit codes. */
final class HelpText {
  private static final Map<String, List<String>> EXAMPLES =
      Map.ofEntries(
          Map.entry(
              "build",
              List.of(
                  "jbuild build -t app .",
                  "jbuild build -t registry.example.com/team/app:1 --push --platform"
                      + " linux/amd64,linux/arm64 .",
                  "jbuild build --target test --build-arg VERSION=3 -o out .",
                  "jbuild build -t app --secret id=token,src=token.txt"
                      + " https://example.com/app.git#main")),
          Map.entry(
              "watch",
              List.of(
                  "jbuild watch -t app .",
                  "jbuild watch -t app --run --run-options \"-p 8080:80\" .")),
          Map.entry("plan", List.of("jbuild plan -t app .")),
          Map.entry("explain", List.of("jbuild explain", "jbuild explain --format json .")),
          Map.entry(
              "check", List.of("jbuild check .", "jbuild check --format sarif . >check.sarif")),
          Map.entry(
              "run",
              List.of(
                  "jbuild run --rm app",
                  "jbuild run --rm -it -v \"$PWD\":/src -w /src app sh",
                  "jbuild run --rm -p 8080:80 -e MODE=test app")),
          Map.entry("pull", List.of("jbuild pull alpine:3.20")),
          Map.entry("push", List.of("jbuild push registry.example.com/team/app:1")),
          Map.entry("tag", List.of("jbuild tag app registry.example.com/team/app:1")),
          Map.entry(
              "images",
              List.of("jbuild images", "jbuild images --format '{{.Repository}}:{{.Tag}}'")),
          Map.entry("save", List.of("jbuild save -o app.tar app")),
          Map.entry("load", List.of("jbuild load -i app.tar")),
          Map.entry(
              "login",
              List.of(
                  "echo \"$TOKEN\" | jbuild login -u me --password-stdin registry.example.com")),
          Map.entry("prune", List.of("jbuild prune", "jbuild prune --all --max-size 20GB")),
          Map.entry("fmt", List.of("jbuild fmt Dockerfile", "jbuild fmt --diff Dockerfile")));

  private HelpText() {}

  /** Adds them to a program and its commands. */
  static void add(CommandLine program) {
    UsageMessageSpec usage = program.getCommandSpec().usageMessage();
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.number()), code.meaning());
    }
    usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    usage.synopsisSubcommandLabel("COMMAND");
    program
        .getSubcommands()
        .forEach(
            (name, each) -> {
              abbreviate(each);
              examples(each, EXAMPLES.getOrDefault(name, List.of()));
            });
  }

  /** A synopsis that names every option is longer than a screen. */
  private static void abbreviate(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(line.getCommandSpec().options().size() > 8);
    line.getSubcommands().values().forEach(HelpText::abbreviate);
  }

  private static void examples(CommandLine line, List<String> examples) {
    if (!examples.isEmpty()) {
      UsageMessageSpec usage = line.getCommandSpec().usageMessage();
      List<String> footer = new ArrayList<>(List.of(usage.footer()));
      footer.addAll(List.of("", "Examples:"));
      examples.forEach(each -> footer.add("  " + each.replace("%", "%%")));
      usage.footer(footer.toArray(String[]::new));
    }
  }
}
