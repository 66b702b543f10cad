package dev.jbuild.executor;

import dev.jbuild.executor.PublishedPort.Protocol;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Main program of {@link SharedNetworkTest}: two helpers, whose containers share networks. */
final class SharedNetworkChecks {
  private static final String SERVER =
      "echo from inside >/tmp/f; exec /bin/busybox nc -ll -p 80 -e cat /tmp/f";
  private static final String GET =
      "printf 'GET /f HTTP/1.0\\r\\n\\r\\n' | /bin/busybox nc -w 5 %s 2>/dev/null | /bin/busybox tail -n1";
  private static final String OR_REFUSED = "x=$(" + GET + "); echo ${x:-refused}";
  private static final String ASK = "/bin/busybox nslookup %s 2>&1";

  /** A question for the address of srv, over a connection. */
  private static final String TCP =
      "printf '\\0\\025ab\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\3srv\\0\\0\\1\\0\\1'"
          + " | /bin/busybox nc -w 5 10.93.7.1 53 | /bin/busybox tail -c 4"
          + " | /bin/busybox od -An -tu1 | /bin/busybox sed 's/^ *//; s/  */./g'";

  /** Says in the name of the gateway that it is elsewhere, then looks whether others believe it. */
  private static final String SPOOF =
      "ifconfig eth0 hw ether 02:42:0a:5d:07:04 2>/dev/null;"
          + " /bin/busybox ip addr add 10.93.7.77/24 dev eth0;"
          + " printf x | /bin/busybox nc -w 2 -s 10.93.7.77 10.93.7.4 80 >/tmp/o 2>/dev/null;"
          + " [ -s /tmp/o ] && echo answered || echo dropped";

  private final NetworkClient client;
  private final Sandbox one;
  private final Sandbox other;
  private final NetworkSpec lan;

  private SharedNetworkChecks(Sandbox one, Sandbox other, NetworkSpec lan, AgentOptions options) {
    this.one = one;
    this.other = other;
    this.lan = lan;
    this.client = new NetworkClient(options);
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Isolation isolation = Isolation.parse(args[1]);
    Path directory = Files.createDirectories(home.resolve("networks").resolve("lan"));
    NetworkSpec lan = new NetworkSpec(directory, "lan", "10.93.7.0/24", "10.93.7.1", false);
    AgentOptions options =
        new AgentOptions(home, home.resolve("native"), isolation, line -> {}, Sandbox.override());
    try (Sandbox one = new Sandbox(home.resolve("one"), isolation);
        Sandbox other = new Sandbox(home.resolve("other"), isolation)) {
      new SharedNetworkChecks(one, other, lan, options).run();
    } catch (ExecutorException e) {
      say("failed", String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("SystemOut") // this program's result is its output
  private static void say(String what, Object result) {
    System.out.println(what + ": " + result);
  }

  private void run() throws Exception {
    try (ExecHandle server = serveWithoutLease();
        NetworkLease second = client.lease(lan, null)) {
      say("start", second.address());
      names(second);
      outside(second);
      published(server);
      addresses();
      say("remove while used", client.remove(lan.directory()));
      say("spoofed", spoof(second));
    }
    killHolder();
    internal();
    say("remove", client.remove(lan.directory()));
    say("left", left());
  }

  /** A container that has joined keeps its address by itself. */
  private ExecHandle serveWithoutLease() throws Exception {
    try (NetworkLease lease = client.lease(lan, null)) {
      ExecHandle server = serve(one, lan, lease);
      say("joined", !server.published().isEmpty()); // it waits for the start
      return server;
    }
  }

  private void names(NetworkLease lease) throws Exception {
    say("by alias", sh(lease, GET.formatted("www 80")));
    say("by its whole name", sh(lease, GET.formatted("srv.lan 80")));
    say("case", sh(lease, GET.formatted("SrV 80")));
    String reverse = sh(lease, ASK.formatted("10.93.7.4"));
    say("reverse", reverse.replaceAll("(?s).*name = ([^\n]*).*", "$1"));
    say("by TCP", sh(lease, TCP));
    say(
        "other record",
        sh(lease, ASK.formatted("-type=aaaa srv")).contains("has AAAA") ? "one" : "none");
  }

  private void outside(NetworkLease lease) throws Exception {
    say("outside", sh(lease, GET.formatted("192.0.2.1 8080")));
    say("outside by name", sh(lease, GET.formatted("some.name.test 8080")));
    String gateway = sh(lease, GET.formatted("10.93.7.1 8081"));
    String stack = sh(lease, GET.formatted("10.93.7.2 8081"));
    say("loopback", (gateway + stack).isEmpty() ? "refused" : "reached");
  }

  private static void published(ExecHandle server) throws Exception {
    String place = server.published().getFirst();
    int port = Integer.parseInt(place.replaceAll(".*:([0-9]+)->.*", "$1"));
    while (true) {
      try (Socket socket = new Socket(InetAddress.getByName("192.0.2.1"), port)) {
        byte[] said = socket.getInputStream().readAllBytes();
        say("published", new String(said, StandardCharsets.UTF_8).strip());
        return;
      } catch (SocketException e) {
        Thread.sleep(20); // reset: nothing listens there yet
      }
    }
  }

  private void addresses() throws Exception {
    try (NetworkLease lease = client.lease(lan, "10.93.7.99")) {
      say(
          "asked address",
          sh(
              lease,
              "/bin/busybox ip -4 -o addr show eth0 | /bin/busybox grep -o '10[0-9.]*' | head -n1"));
    }
    try (NetworkLease lease = client.lease(lan, "10.93.7.4")) {
      say("taken address", "given out: " + lease.address());
    } catch (ExecutorException e) {
      say(
          "taken address",
          "network lan: " + String.valueOf(e.getMessage()).replace("use network: ", ""));
    }
    for (NetworkUser user : client.users(lan.directory())) {
      if (!user.names().isEmpty()) {
        say("users", user.address() + " " + String.join(" ", user.names()));
      }
    }
  }

  private String spoof(NetworkLease lease) throws Exception {
    ProcessSpec process = ProcessSpec.of("/bin/sh", "-c", SPOOF);
    ContainerSpec spec =
        spec(other, lan, lease, process, List.of("liar"))
            .withConfinement(Confinement.DEFAULT.withSecurity(Security.INSECURE));
    return other.run(spec).out().strip();
  }

  /** The containers lose the network, and the next one begins another. */
  private void killHolder() throws Exception {
    try (NetworkLease lease = client.lease(lan, null);
        ExecHandle server = serve(one, lan, lease)) {
      boolean running = !server.published().isEmpty();
      for (long holder : holders()) {
        ProcessHandle.of(holder).ifPresent(ProcessHandle::destroyForcibly);
      }
      awaitNone();
      server.signal(9);
      say("without a holder", running && server.await().exitCode() == 137 ? "alive" : "dead");
    }
    try (NetworkLease lease = client.lease(lan, null);
        NetworkLease next = client.lease(lan, null);
        ExecHandle server = serve(one, lan, lease)) {
      say("new holder", server.published().isEmpty() ? "dead" : sh(next, GET.formatted("srv 80")));
    }
  }

  private void internal() throws Exception {
    Path directory = Files.createDirectories(lan.directory().resolveSibling("closed"));
    NetworkSpec closed = new NetworkSpec(directory, "closed", "10.93.7.0/24", "10.93.7.1", true);
    try (NetworkLease first = client.lease(closed, null);
        NetworkLease second = client.lease(closed, null);
        ExecHandle server = serve(one, closed, first)) {
      String found = sh(closed, second, GET.formatted("srv 80"));
      say("internal", server.published().isEmpty() ? "dead" : found);
      say("internal outside", sh(closed, second, OR_REFUSED.formatted("192.0.2.1 8080")));
      say(
          "internal outside by name",
          sh(closed, second, OR_REFUSED.formatted("some.name.test 8080")));
    }
    if (!client.remove(directory)) {
      say("internal", "cannot be removed");
    }
  }

  /** A server called srv and www, when it listens. */
  private ExecHandle serve(Sandbox sandbox, NetworkSpec network, NetworkLease lease)
      throws IOException {
    ContainerSpec spec =
        spec(
                sandbox,
                network,
                lease,
                ProcessSpec.of("/bin/sh", "-c", SERVER),
                List.of("srv", "www"))
            .withPorts(List.of(new PublishedPort("192.0.2.1", 0, 0, 80, Protocol.TCP)));
    return sandbox.agent.start(
        spec, ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
  }

  private static ContainerSpec spec(
      Sandbox sandbox,
      NetworkSpec network,
      NetworkLease lease,
      ProcessSpec process,
      List<String> names) {
    @Nullable String gateway = network.internal() ? null : network.gateway();
    Membership membership =
        new Membership(
            network.directory(), lease.address(), network.prefix(), gateway, null, names);
    return ContainerSpec.of(List.of(sandbox.base), null, process)
        .withMembership(membership)
        .withFiles(
            List.of(FileSpec.of("/etc/resolv.conf", "nameserver " + network.gateway() + "\n")));
  }

  private String sh(NetworkLease lease, String script) throws Exception {
    return sh(lan, lease, script);
  }

  /** In a container of the other helper; it waits for the server first. */
  private String sh(NetworkSpec network, NetworkLease lease, String script) throws Exception {
    String whole =
        "until echo | /bin/busybox nc -w 1 srv 80 >/dev/null 2>&1; do /bin/busybox usleep 50000; done; "
            + script;
    ProcessSpec process = ProcessSpec.of("/bin/sh", "-c", whole);
    return other.run(spec(other, network, lease, process, List.of("client"))).out().strip();
  }

  private static void awaitNone() throws Exception {
    while (!holders().isEmpty()) {
      Thread.sleep(20);
    }
  }

  private static List<Long> holders() throws IOException {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        String name = comm(each);
        if (name.equals("jbuild-network") || name.equals("slirp4netns")) {
          found.add(Long.parseLong(each.getFileName().toString()));
        }
      }
    }
    return found;
  }

  /** Empty for a process that is gone, or dead and not waited for. */
  private static String comm(Path process) {
    try {
      String state = Files.readString(process.resolve("stat"));
      boolean dead = state.substring(state.lastIndexOf(')')).startsWith(") Z");
      return dead ? "" : Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** What is there a while after the last user; the holder ends within moments. */
  private static List<Long> left() throws Exception {
    awaitNone();
    return holders();
  }
}
