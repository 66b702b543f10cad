package dev.jbuild.executor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Main program for a machine of its own ({@code scripts/cgroup2-vm.sh}): what limits and device
 * control do here, one {@code name=value} a line. Arguments: a directory to work in, and an
 * isolation.
 */
final class LimitChecks {
  private static final long MIB = 1 << 20;

  private final Sandbox sandbox;

  private LimitChecks(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.parse(args[1]))) {
      LimitChecks checks = new LimitChecks(sandbox);
      show("isolation", sandbox.agent.info().isolation().word());
      show("devices", String.valueOf(sandbox.agent.probe().get("devices")));
      checks.memory();
      checks.processes();
      checks.groups();
      checks.nodes();
      show("left", String.valueOf(Machine.controlGroups(sandbox.state).size()));
      sandbox.log.forEach(line -> show("log", line));
    } catch (IOException e) {
      show("failure", String.valueOf(e.getMessage()));
    }
  }

  private void memory() throws Exception {
    Sandbox.Output big =
        limited("dd if=/dev/zero of=/dev/null bs=200M count=1", Limits.NONE.withMemory(64 * MIB));
    Sandbox.Output small =
        limited("dd if=/dev/zero of=/dev/null bs=20M count=1", Limits.NONE.withMemory(64 * MIB));
    show("memory", big.code() + " " + big.result().outOfMemory());
    show("less memory", small.code() + " " + small.result().outOfMemory());
  }

  private void processes() throws Exception {
    Sandbox.Output bomb =
        limited("for i in $(seq 40); do sleep 60 & done; echo all", Limits.NONE.withPids(20));
    show("processes", bomb.code() + " " + bomb.err().contains("can't fork"));
  }

  /** All limits at once, as the container's group has them. */
  private void groups() throws Exception {
    ContainerSpec spec =
        ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sleep", "1000"))
            .withConfinement(Confinement.DEFAULT.withLimits(new Limits(64 * MIB, 0.2, 100)));
    ExecIo io = ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    try (ExecHandle handle = sandbox.agent.start(spec, io)) {
      Machine.await(() -> !Machine.controlGroups(sandbox.state).isEmpty());
      Path group = Machine.controlGroups(sandbox.state).getFirst();
      Machine.await(() -> !read(group, "cgroup.procs").isEmpty());
      for (String file : List.of("memory.max", "cpu.max", "pids.max")) {
        show(file, read(group, file));
      }
      handle.signal(9);
      handle.await();
    }
  }

  private void nodes() throws Exception {
    show(
        "nodes",
        sandbox
            .sh(
                "mknod /tmp/m c 1 1 2>/dev/null; (head -c1 /tmp/m) 2>/dev/null && echo read; echo x > /dev/null && echo null")
            .out());
  }

  private Sandbox.Output limited(String script, Limits limits) throws Exception {
    return sandbox.sh(script, spec -> spec.withConfinement(Confinement.DEFAULT.withLimits(limits)));
  }

  private static String read(Path group, String file) {
    try {
      return Files.readString(group.resolve(file)).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @SuppressWarnings("SystemOut") // this program's result is its output
  private static void show(String name, String value) {
    System.out.println("CHECK " + name + "=" + value.strip().replace('\n', '|'));
  }
}
