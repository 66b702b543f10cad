package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network of a container's own. The world outside is a network namespace with one address and a
 * server on it, and one on its loopback interface that no container may reach.
 */
class PrivateNetworkTest {
  private static final String EXPECTED =
      """
      outside: served
      name: served
      loopback: refused
      published: from inside
      low port: %s
      interfaces: 2
      left: []
      """;

  @TempDir Path directory;

  @Test
  void privateNetwork_ofRoot_reachesWhatTheHostReachesButNotItsLoopback() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    List<String> java = ChildJvm.command(directory, NetworkChecks.class, home.toString(), "root");

    assertThat(OutsideWorld.run(directory, String.join(" ", java)))
        .isEqualTo(EXPECTED.formatted("ran"));
  }

  @Test
  void privateNetwork_ofAnOrdinaryUser_isTheSame() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    OrdinaryUser user = new OrdinaryUser(Files.createDirectory(directory.resolve("user")));
    assertThat(
            OutsideWorld.run(
                directory,
                OutsideWorld.TUN
                    + user.script(NetworkChecks.class, OrdinaryUser.RANGE, "rootless-full")))
        .isEqualTo(
            EXPECTED.formatted(
                "publish port: 127.0.0.1:1/tcp: Permission denied; ports below"
                    + " net.ipv4.ip_unprivileged_port_start (1024) are root's: take a higher one"));
  }
}
