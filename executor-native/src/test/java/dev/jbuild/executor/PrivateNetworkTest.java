package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network of a container's own. The world outside is a network namespace with one address and a
 * server on it, and one on its loopback interface that no container may reach.
 */
class PrivateNetworkTest {
  private static final String WORLD =
      """
      ip link set lo up
      ip link add outer type veth peer name other
      ip addr add 192.0.2.1/24 dev outer
      ip link set outer up
      ip link set other up
      ip route add default via 192.0.2.2
      mkdir DIR/www; echo served > DIR/www/f; chmod -R a+rX DIR/www
      (cd DIR/www && exec busybox httpd -f -p 192.0.2.1:8080) >/dev/null 2>&1 &
      (cd DIR/www && exec busybox httpd -f -p 127.0.0.1:8081) >/dev/null 2>&1 &
      """;

  @TempDir Path directory;

  @Test
  void privateNetwork_ofRoot_reachesWhatTheHostReachesButNotItsLoopback() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    List<String> java = ChildJvm.command(directory, NetworkChecks.class, home.toString(), "root");

    assertThat(inAWorld(String.join(" ", java)))
        .isEqualTo(
            """
            outside: served
            loopback: refused
            interfaces: 2
            left: []
            """);
  }

  @Test
  void privateNetwork_ofAnOrdinaryUser_isTheSame() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    OrdinaryUser user = new OrdinaryUser(Files.createDirectory(directory.resolve("user")));
    String tun = "mknod DIR/tun c 10 200; chmod 666 DIR/tun; mount --bind DIR/tun /dev/net/tun\n";

    assertThat(
            inAWorld(tun + user.script(NetworkChecks.class, OrdinaryUser.RANGE, "rootless-full")))
        .isEqualTo(
            """
            outside: served
            loopback: refused
            interfaces: 2
            left: []
            """);
  }

  private String inAWorld(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "unshare",
                "-n",
                "-m",
                "-p",
                "-f",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-ec",
                (WORLD + script).replace("DIR", directory.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }
}
