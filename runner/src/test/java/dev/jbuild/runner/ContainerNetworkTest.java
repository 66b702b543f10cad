package dev.jbuild.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.executor.net.Dns;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.runner.network.NetworkRequest;
import dev.jbuild.runner.network.Networks;
import dev.jbuild.runner.network.PlaceRequest;
import dev.jbuild.runner.network.Subnet;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a container is told about its network, and who reaches it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class ContainerNetworkTest {
  private BusyboxStore store;

  @SuppressWarnings("NullAway.Init") // set before each test class runs
  ContainerNetworkTest() {}

  @BeforeAll
  void open(@TempDir Path directory) throws Exception {
    store = new BusyboxStore(directory);
  }

  @AfterAll
  void close() throws Exception {
    store.close();
  }

  private String output(String script, NetworkOptions network) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.containers.run(
        store.script(script).withNetwork(network),
        new ContainerStreams(null, out, out, SignalSource.NONE));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_whenNamed_isCalledSo() throws Exception {
    NetworkOptions named =
        NetworkOptions.DEFAULT.withMode(RunNetwork.NONE).withHostname("db.example");

    assertThat(output("hostname; echo $HOSTNAME; cat /etc/hostname", named))
        .isEqualTo("db.example\n".repeat(3));
  }

  @Test
  void run_inTheHostsNetwork_canBeNamedToo() throws Exception {
    assertThat(output("hostname", NetworkOptions.DEFAULT.withHostname("other")))
        .isEqualTo("other\n");
  }

  @Test
  void run_inASharedNetwork_knowsItsAddressAndTheNameServer() throws Exception {
    Networks networks = store.networks();
    networks.create(
        new NetworkRequest("web", Subnet.parse("10.7.0.0/24"), "10.7.0.1", true, Map.of()));
    NetworkOptions joined =
        NetworkOptions.DEFAULT
            .withHostname("db")
            .withPlace(new PlaceRequest("web", List.of("sql"), "10.7.0.8"));

    String script =
        "busybox tail -n1 /etc/hosts; cat /etc/resolv.conf | grep nameserver;"
            + " nslookup sql.web | grep -A1 Name";

    assertThat(output(script.replace("nslookup", "busybox nslookup"), joined))
        .startsWith("10.7.0.8\tdb\nnameserver 10.7.0.1\n")
        .contains("Name:\tsql.web\nAddress: 10.7.0.8\n");
  }

  @Test
  void hostname_withOtherCharacters_isRefused() {
    assertThatThrownBy(() -> NetworkOptions.DEFAULT.withHostname("a_b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a host name has 1 to 64 letters, digits, dots and hyphens: \"a_b\"");
  }

  @Test
  void run_withMoreHosts_hasTheirLines() throws Exception {
    NetworkOptions hosts =
        NetworkOptions.DEFAULT.withHosts(
            List.of(ExtraHost.parse("db:192.0.2.7"), ExtraHost.parse("me:host-gateway")));

    assertThat(output("cat /etc/hosts", hosts))
        .startsWith(Files.readString(Path.of("/etc/hosts")))
        .endsWith("192.0.2.7\tdb\n127.0.0.1\tme\n");
    assertThat(output("cat /etc/hosts", hosts.withMode(RunNetwork.NONE)))
        .startsWith("127.0.0.1\tlocalhost\n")
        .endsWith("192.0.2.7\tdb\n127.0.0.1\tme\n");
  }

  @Test
  void run_withNameServers_asksThem() throws Exception {
    Dns dns = new Dns(List.of("192.0.2.53"), List.of("one.example"), List.of("ndots:3"));
    String expected = "nameserver 192.0.2.53\nsearch one.example\noptions ndots:3\n";

    for (RunNetwork mode : List.of(RunNetwork.HOST, RunNetwork.NONE)) {
      assertThat(output("cat /etc/resolv.conf", NetworkOptions.DEFAULT.withMode(mode).withDns(dns)))
          .isEqualTo(expected);
    }
  }

  @Test
  void run_withPublishedPorts_isPrivateUnlessSaid() {
    NetworkOptions published = NetworkOptions.DEFAULT.withPorts(PortWords.parse("80"));

    assertThat(NetworkOptions.DEFAULT.network()).isEqualTo(RunNetwork.HOST);
    assertThat(published.network()).isEqualTo(RunNetwork.PRIVATE);
    assertThat(NetworkOptions.DEFAULT.withAllPorts(true).network()).isEqualTo(RunNetwork.PRIVATE);
    assertThat(published.withMode(RunNetwork.NONE).network()).isEqualTo(RunNetwork.NONE);
  }

  @Test
  void run_inTheHostsNetwork_discardsPublishedPorts() throws Exception {
    NetworkOptions published =
        NetworkOptions.DEFAULT.withMode(RunNetwork.HOST).withPorts(PortWords.parse("1:80"));
    store.log.clear();

    assertThat(output("echo ran", published)).isEqualTo("ran\n");
    assertThat(store.log)
        .containsExactly(
            "published ports are discarded with the host's network: the container has the host's");
  }

  @Test
  void run_whenAllPortsArePublished_servesWhatTheImageExposes() throws Exception {
    ContainerConfig exposing =
        ContainerConfig.EMPTY
            .withExposedPorts(List.of("80/tcp"))
            .withEntrypoint(
                List.of(
                    "/bin/sh",
                    "-c",
                    "grep -c 10.0.2.100 /etc/hosts >/tmp/n;"
                        + "exec busybox nc -l -p 80 -e cat /tmp/n"));
    NetworkOptions all = NetworkOptions.DEFAULT.withMode(RunNetwork.NONE).withAllPorts(true);
    BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    OutputStream none = OutputStream.nullOutputStream();
    Thread running =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    store.containers.run(
                        RunRequest.of(store.image(exposing)).withNetwork(all),
                        new ContainerStreams(null, none, none, SignalSource.NONE, notes::add));
                  } catch (RunException | InterruptedException e) {
                    notes.add(e.toString());
                  }
                });

    String published = notes.take();
    assertThat(published).matches("published 0\\.0\\.0\\.0:[0-9]+->80/tcp");
    int port = Integer.parseInt(published.replaceAll(".*:([0-9]+)->.*", "$1"));

    assertThat(ask(port)).isEqualTo("1\n");
    running.join();
  }

  /** The server needs a moment to listen, and resets whoever comes before. */
  private static String ask(int port) throws Exception {
    while (true) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
          InputStream in = client.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (SocketException e) {
        Thread.sleep(20);
      }
    }
  }
}
