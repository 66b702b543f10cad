package dev.jbuild.executor;

import dev.jbuild.executor.net.Dns;
import dev.jbuild.executor.net.ResolvConf;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Main program of {@link PrivateNetworkTest}: what a container of a private network reaches. */
final class NetworkChecks {
  private static final String GET =
      "printf 'GET /f HTTP/1.0\\r\\n\\r\\n' | /bin/busybox nc -w 5 %s 2>/dev/null | /bin/busybox tail -n1";

  private NetworkChecks() {}

  @SuppressWarnings("SystemOut") // this program's result is its output
  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.parse(args[1]))) {
      System.out.println("outside: " + sh(sandbox, GET.formatted("192.0.2.1 8080")));
      System.out.println("name: " + sh(sandbox, GET.formatted("some.name.test 8080")));
      String gateway = sh(sandbox, GET.formatted("10.0.2.2 8081"));
      String loopback = sh(sandbox, GET.formatted("127.0.0.1 8081"));
      System.out.println("loopback: " + ((gateway + loopback).isEmpty() ? "refused" : "reached"));
      System.out.println("published: " + published(sandbox));
      System.out.println("low port: " + lowPort(sandbox));
      System.out.println("interfaces: " + sh(sandbox, "grep -c : /proc/net/dev"));
      System.out.println("left: " + programs());
    } catch (ExecutorException e) {
      System.out.println("failed: " + e.getMessage());
    }
  }

  private static String sh(Sandbox sandbox, String script) throws Exception {
    FileSpec resolver = ResolvConf.of(NetworkMode.PRIVATE, Dns.OF_HOST);
    return sandbox
        .sh(script, spec -> spec.withNetwork(NetworkMode.PRIVATE).withFiles(List.of(resolver)))
        .out()
        .strip();
  }

  private static String lowPort(Sandbox sandbox) throws Exception {
    PublishedPort port = new PublishedPort("127.0.0.1", 1, 1, 80, PublishedPort.Protocol.TCP);
    try {
      return sandbox.sh("echo ran", spec -> spec.withPorts(List.of(port))).out().strip();
    } catch (ExecutorException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** What a client of the host gets from a server in the container. */
  private static String published(Sandbox sandbox) throws Exception {
    PublishedPort port = new PublishedPort("192.0.2.1", 0, 0, 80, PublishedPort.Protocol.TCP);
    String script = "echo from inside >/tmp/f; exec /bin/busybox nc -ll -p 80 -e cat /tmp/f";
    ContainerSpec spec =
        ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sh", "-c", script))
            .withNetwork(NetworkMode.PRIVATE)
            .withPorts(List.of(port));
    try (ExecHandle handle =
        sandbox.agent.start(
            spec, ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()))) {
      String place = handle.published().getFirst();
      return ask(Integer.parseInt(place.replaceAll(".*:([0-9]+)->.*", "$1")));
    }
  }

  private static String ask(int port) throws Exception {
    byte[] host = {(byte) 192, 0, 2, 1};
    while (true) {
      try (Socket client = new Socket(InetAddress.getByAddress(host), port)) {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      } catch (SocketException e) {
        Thread.sleep(20); // reset: nothing listens there yet
      }
    }
  }

  /** The network programs that are still children of this one's helper. */
  private static List<String> programs() {
    return ProcessHandle.current()
        .descendants()
        .map(process -> process.info().command().orElse(""))
        .filter(command -> command.endsWith("slirp4netns") || command.contains("pasta"))
        .toList();
  }
}
