package dev.jbuild.executor;

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
      String gateway = sh(sandbox, GET.formatted("10.0.2.2 8081"));
      String loopback = sh(sandbox, GET.formatted("127.0.0.1 8081"));
      System.out.println("loopback: " + ((gateway + loopback).isEmpty() ? "refused" : "reached"));
      System.out.println("interfaces: " + sh(sandbox, "grep -c : /proc/net/dev"));
      System.out.println("left: " + programs());
    } catch (ExecutorException e) {
      System.out.println("failed: " + e.getMessage());
    }
  }

  private static String sh(Sandbox sandbox, String script) throws Exception {
    return sandbox.sh(script, spec -> spec.withNetwork(NetworkMode.PRIVATE)).out().strip();
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
