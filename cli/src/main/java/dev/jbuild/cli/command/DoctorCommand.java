package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.server.Servers;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Diagnosis;
import dev.jbuild.executor.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description =
        "Show how containers can be isolated on this machine, and what would make it better.",
    footer = {"", "Ends with 0 when RUN steps can run, with 4 when they cannot."})
final class DoctorCommand implements Callable<Integer> {
  private static final Map<String, String> DEVICES =
      Map.of(
          "program", "controlled, by a BPF program",
          "list", "controlled, by the devices controller",
          "uncontrolled", "closed in all mounts; not controlled: ");

  private static final Map<String, String> OVERLAYS =
      Map.of(
          "new", "up to 500 layers, by the new mount calls",
          "legacy", "by mount(2)",
          "copies",
              "no, each step copies the whole image: as root modprobe overlay, or a store on a disk"
                  + " that is no overlay itself: jbuild --root DIRECTORY ...");

  private final Jbuild jbuild;

  DoctorCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path store = jbuild.places().storeRoot();
    Output out = jbuild.host().out();
    Optional<String> lack = StoreDisk.lack(store);
    if (lack.isPresent()) {
      row(out, "store", store.toString());
      out.line("    " + lack.get());
      return ExitCode.ENVIRONMENT.number();
    }
    AgentOptions options = jbuild.agentOptions(store, Isolation.AUTO);
    Diagnosis taken = Diagnosis.of(options);
    for (Diagnosis each : Diagnosis.all(options)) {
      boolean isTaken = taken.works() && each.isolation() == taken.isolation();
      String word = each.works() ? (isTaken ? "yes, taken" : "yes") : "no";
      row(out, each.isolation().word(), word);
      if (!each.works()) {
        out.line("    " + each.failure());
      }
    }
    if (!taken.works()) {
      out.line("");
      out.line("RUN steps cannot run: " + taken.failure());
      out.line(KernelRelease.ofThisMachine().lack().orElse(""));
      return ExitCode.ENVIRONMENT.number();
    }
    out.line("");
    facts(out, taken.facts());
    return ExitCode.SUCCESS.number();
  }

  private void facts(Output out, Map<String, String> facts) throws IOException {
    row(out, "store", StoreDisk.describe(jbuild.places().storeRoot()));
    String lack =
        KernelRelease.of(fact(facts, "kernel")).lack().map(text -> ": " + text).orElse("");
    row(out, "kernel", fact(facts, "kernel") + " " + fact(facts, "machine") + lack);
    row(out, "overlay", OVERLAYS.getOrDefault(fact(facts, "overlay"), ""));
    row(
        out,
        "seccomp",
        fact(facts, "seccomp").equals("yes")
            ? "docker's default filter"
            : "not in this kernel: boot one that has CONFIG_SECCOMP_FILTER");
    row(
        out,
        "devices",
        DEVICES.getOrDefault(fact(facts, "devices"), "") + fact(facts, "devices_reason"));
    for (String limit : List.of("memory", "cpu", "pids")) {
      row(out, limit + " limit", fact(facts, "limit_" + limit));
    }
    row(out, "network", "host, none");
    row(out, "private network", fact(facts, "private_network"));
    row(out, "warm server", warmServer());
  }

  private String warmServer() throws IOException {
    Map<String, String> environment = jbuild.host().environment();
    Optional<String> lack = Servers.lack(environment);
    if (lack.isPresent()) {
      return "no: " + lack.get();
    }
    List<String> servers = Servers.status(environment);
    return servers.isEmpty()
        ? "none runs: JBUILD_SERVER=1 has the next command start one"
        : String.join("; ", servers);
  }

  private static String fact(Map<String, String> facts, String name) {
    return facts.getOrDefault(name, "");
  }

  private static void row(Output out, String name, String value) throws IOException {
    out.line("%-18s%s".formatted(name, value));
  }
}
