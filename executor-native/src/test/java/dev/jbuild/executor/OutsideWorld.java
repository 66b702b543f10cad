package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace with one address and a server on it, and another on its loopback interface
 * that no container may reach. Nothing that is started there outlives its script.
 */
final class OutsideWorld {
  /** Makes the device that user mode stacks need everybody's. */
  static final String TUN =
      "mknod DIR/tun c 10 200; chmod 666 DIR/tun; mount --bind DIR/tun /dev/net/tun\n";

  private static final String WORLD =
      """
      ip link set lo up
      ip link add outer type veth peer name other
      ip addr add 192.0.2.1/24 dev outer
      ip link set outer up
      ip link set other up
      ip route add default via 192.0.2.2
      mkdir DIR/www; echo served > DIR/www/f; chmod -R a+rX DIR/www
      echo 'nameserver 127.0.0.53' > DIR/resolv.conf
      mount --bind DIR/resolv.conf /etc/resolv.conf
      python3 DIR/names.py &
      (cd DIR/www && exec busybox httpd -f -p 192.0.2.1:8080) >/dev/null 2>&1 &
      (cd DIR/www && exec busybox httpd -f -p 127.0.0.1:8081) >/dev/null 2>&1 &
      """;

  /** A resolver on the host's loopback interface, as systemd's: all names are 192.0.2.1. */
  private static final String NAMES =
      """
      import socket
      server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      server.bind(("127.0.0.53", 53))
      while True:
          query, client = server.recvfrom(512)
          end = query.index(0, 12) + 5
          wants_v4 = query[end - 3] == 1
          head = query[:2] + bytes([0x81, 0x80, 0, 1, 0, int(wants_v4), 0, 0, 0, 0])
          answer = bytes([0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1])
          server.sendto(head + query[12:end] + (answer if wants_v4 else b""), client)
      """;

  private OutsideWorld() {}

  static String run(Path directory, String script) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("names.py"), NAMES);
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
