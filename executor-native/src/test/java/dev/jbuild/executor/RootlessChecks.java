package dev.jbuild.executor;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Main program of {@link RootlessTest}: what it finds as an ordinary user, one {@code name=value} a
 * line, with line ends in a value as {@code |}.
 */
final class RootlessChecks {
  private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

  private final Sandbox sandbox;

  private RootlessChecks(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.parse(args[1]))) {
      show("isolation", sandbox.agent.info().isolation().word());
      show("weaker", sandbox.agent.info().weaker());
      RootlessChecks checks = new RootlessChecks(sandbox);
      checks.runCommands();
      checks.limit();
      checks.changeLayers();
      runtime(Path.of(args[0], "runtime"), Isolation.parse(args[1]));
    } catch (IOException e) {
      show("failure", String.valueOf(e.getMessage()));
    }
  }

  private static void runtime(Path state, Isolation isolation) throws Exception {
    OciRuntime crun = OciRuntime.find("crun", null);
    try (Sandbox sandbox = new Sandbox(state, isolation, crun)) {
      show("runtime", Integer.toString(sandbox.sh("exit 4").code()));
    } catch (ExecutorException e) {
      show("runtime", String.valueOf(e.getMessage()));
    }
  }

  private void runCommands() throws Exception {
    show("code", sandbox.sh("exit 3").text());
    show("ids", sandbox.sh("id -u; id -g; echo $$ $HOME").text());
    show("web", user("web", "id -u; id -G; umask; touch /tmp/no || echo denied"));
    show("caps", sandbox.sh("grep Cap[EB] /proc/self/status").text());
    show("devices", sandbox.sh("echo x > /dev/null; echo $(ls /dev)").text());
    show("mounts", sandbox.sh("(touch /sys/x) 2>/dev/null || echo safe").text());
    show("hostname", sandbox.sh("hostname").text());
    show("network", sandbox.sh("ifconfig -a | grep -c Link").text());
    show(
        "hostnet",
        sandbox
            .sh(
                "(touch /sys/x) 2>/dev/null || echo safe",
                spec -> spec.withNetwork(NetworkMode.HOST))
            .text());
    show(
        "hosts",
        sandbox
            .sh("cat /etc/hosts", spec -> spec.withFiles(List.of(FileSpec.of("/etc/hosts", "h"))))
            .text());
  }

  private void limit() throws Exception {
    Confinement limited = Confinement.DEFAULT.withLimits(Limits.NONE.withMemory(64 << 20));
    try {
      show("limit", sandbox.sh("true", spec -> spec.withConfinement(limited)).text());
    } catch (ExecutorException e) {
      show("limit", String.valueOf(e.getMessage()));
    }
    Confinement few = Confinement.DEFAULT.withLimits(Limits.NONE.withPids(20));
    Sandbox.Output bomb =
        sandbox.sh(
            "for i in $(seq 60); do sleep 60 & done; echo all", spec -> spec.withConfinement(few));
    show("bomb", bomb.code() + (bomb.err().contains("can't fork") ? " can't fork" : bomb.err()));
  }

  private String user(String user, String script) throws Exception {
    ProcessSpec process = ProcessSpec.of("/bin/sh", "-c", script).withUser(user);
    return sandbox.run(ContainerSpec.of(List.of(sandbox.base), null, process)).out();
  }

  private void changeLayers() throws Exception {
    Path upper = sandbox.state.resolve("upper");
    ProcessSpec process =
        ProcessSpec.of(
            "/bin/sh",
            "-c",
            "echo x > /tmp/f; chown 33:44 /tmp/f; chmod 4755 /tmp/f; rm /etc/group;"
                + " rm -r /tmp/d /etc/dir; mkdir -m 700 /tmp/d; chown 1000:1000 /tmp/d");
    sandbox.run(ContainerSpec.of(List.of(sandbox.base), upper, process));
    Layer diff = Layer.of(sink -> sandbox.agent.diff(upper, sink));
    show("diff", String.join(" ", diff.paths()));
    show("file", owner(diff.entry("tmp/f")));

    Path layer = sandbox.state.resolve("layer");
    Layer given =
        new Layer()
            .add(new LayerEntry.Directory("d", Attributes.of(0700, 77, 78, TIME)))
            .add(new LayerEntry.Opaque("d"))
            .file("d/f", Attributes.of(04711, 1, 65_536, TIME), "content")
            .add(new LayerEntry.Whiteout("d/w"));
    sandbox.agent.unpack(layer, given);
    Layer back = Layer.of(sink -> sandbox.agent.diff(layer, sink));
    show("same", String.valueOf(back.contents().equals(given.contents())));

    sandbox.agent.unpack(
        sandbox.state.resolve("device"),
        new Layer().add(new LayerEntry.Device("v", Attributes.of(0600, 0, 0, TIME), true, 7, 0)));
    show("warnings", String.join(" ", sandbox.log));
    try {
      sandbox.agent.unpack(
          sandbox.state.resolve("far"),
          new Layer().file("x", Attributes.of(0644, 200_000, 0, TIME), ""));
    } catch (ExecutorException e) {
      show("far", String.valueOf(e.getMessage()));
    }
    for (String directory : List.of("upper", "layer", "device")) {
      sandbox.agent.remove(sandbox.state.resolve(directory));
    }
    show("removed", String.valueOf(!upper.toFile().exists()));
  }

  private static String owner(LayerEntry entry) {
    return entry instanceof LayerEntry.RegularFile file
        ? Integer.toOctalString(file.attributes().mode())
            + " "
            + file.attributes().uid()
            + ":"
            + file.attributes().gid()
        : entry.toString();
  }

  @SuppressWarnings("SystemOut") // this program's result is its output
  private static void show(String name, String value) {
    System.out.println(name + "=" + value.strip().replace('\n', '|'));
  }
}
