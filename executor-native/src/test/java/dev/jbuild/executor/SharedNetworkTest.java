package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that the containers of several helpers share. */
class SharedNetworkTest {
  private static final String EXPECTED =
      """
      joined: true
      start: 10.93.7.5
      by alias: from inside
      by its whole name: from inside
      case: from inside
      reverse: srv.lan
      by TCP: 10.93.7.4
      other record: none
      outside: served
      outside by name: served
      loopback: refused
      published: from inside
      asked address: 10.93.7.99
      taken address: network lan: the address is in use
      users: 10.93.7.4 srv www
      remove while used: false
      spoofed: dropped
      without a holder: alive
      new holder: from inside
      internal: from inside
      internal outside: refused
      internal outside by name: refused
      remove: true
      left: []
      """;

  @TempDir Path directory;

  @Test
  void network_ofRoot_joinsContainersAndLeadsOut() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    List<String> java =
        ChildJvm.command(directory, SharedNetworkChecks.class, home.toString(), "root");

    assertThat(OutsideWorld.run(directory, String.join(" ", java))).isEqualTo(EXPECTED);
  }

  @Test
  void network_ofAnOrdinaryUser_isTheSame() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    OrdinaryUser user = new OrdinaryUser(Files.createDirectory(directory.resolve("user")));

    assertThat(
            OutsideWorld.run(
                directory,
                OutsideWorld.TUN
                    + user.script(SharedNetworkChecks.class, OrdinaryUser.RANGE, "rootless-full")))
        .isEqualTo(EXPECTED);
  }

  @Test
  void network_ofAUserWithoutSubordinateIds_isTheSame() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    OrdinaryUser user = new OrdinaryUser(Files.createDirectory(directory.resolve("user")));

    assertThat(
            OutsideWorld.run(
                directory,
                OutsideWorld.TUN + user.script(SharedNetworkChecks.class, "", "rootless-single")))
        .isEqualTo(EXPECTED);
  }
}
