package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.executor.PublishedPort.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of this machine and servers in containers that have no other network. */
@Timeout(60)
class PublishedPortsTest {
  private static final int SIGUSR1 = 10;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final ExecIo SILENT =
      ExecIo.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());

  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = new Sandbox(directory, Isolation.AUTO);
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.close();
  }

  @Test
  void stream_endedByTheClient_isAnsweredInFull() throws Exception {
    byte[] question = new byte[3 << 20];
    question[0] = 'a';
    try (PortServer server = PortServer.start(sandbox, "reverse");
        Socket client = server.connect()) {
      Thread.ofVirtual().start(() -> write(client, question));

      byte[] answer = client.getInputStream().readAllBytes();

      assertThat(answer).hasSize(question.length).endsWith('a');
    }
  }

  private static void write(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
      client.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void stream_thatTheServerDoesNotRead_holdsTheClientBack() throws Exception {
    long most = 64L << 20;
    try (PortServer server = PortServer.start(sandbox, "late");
        SocketChannel client = SocketChannel.open(new InetSocketAddress(LOOPBACK, server.port))) {
      Machine.await(() -> server.output().contains("accepted"));
      long written = writeUntilHeldBack(client, most);
      assertThat(written).isLessThan(most);

      server.signal(SIGUSR1);
      client.configureBlocking(true);
      client.shutdownOutput();

      String told =
          new String(client.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(told).isEqualTo(written + "\n");
      assertThat(server.await().exitCode()).isZero();
    }
  }

  /** Held back: what is sent is not taken for some rounds in a row. */
  private static long writeUntilHeldBack(SocketChannel client, long most) throws Exception {
    client.configureBlocking(false);
    long written = 0;
    for (int idle = 0; idle < 20 && written < most; ) {
      int count = client.write(ByteBuffer.allocate(1 << 16));
      written += count;
      idle = count == 0 ? idle + 1 : 0;
      if (count == 0) {
        Thread.sleep(10);
      }
    }
    return written;
  }

  @Test
  void streams_ofManyClients_areServedAtOnce() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (PortServer server = PortServer.start(sandbox, "echo")) {
      for (int i = 0; i < 400; i++) {
        clients.add(server.connect());
      }
      for (int i = 0; i < clients.size(); i++) {
        clients.get(i).getOutputStream().write(("client " + i).getBytes(StandardCharsets.UTF_8));
      }
      for (int i = clients.size() - 1; i >= 0; i--) {
        byte[] answer = clients.get(i).getInputStream().readNBytes(("client " + i).length());
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("client " + i);
      }
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void stream_ofAContainerThatEnded_isStillDelivered() throws Exception {
    try (PortServer server = PortServer.start(sandbox, "much");
        Socket client = server.connect()) {
      byte[] all = client.getInputStream().readAllBytes();

      assertThat(all).hasSize(64 << 16);
      assertThat(server.await().exitCode()).isZero();
    }
  }

  @Test
  void stream_toAPortWhereNothingListens_isRefused() throws Exception {
    PublishedPort port = new PublishedPort("127.0.0.1", 0, 0, 81, Protocol.TCP);
    try (ExecHandle handle =
        sandbox.agent.start(
            ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sleep", "60"))
                .withPorts(List.of(port)),
            SILENT)) {
      int number = number(handle.published().getFirst());
      try (Socket client = new Socket(LOOPBACK, number)) {
        assertThatExceptionOfType(SocketException.class)
            .isThrownBy(() -> client.getInputStream().read())
            .withMessageContaining("reset");
      }
    }
  }

  private static int number(String published) {
    return Integer.parseInt(published.replaceAll(".*:([0-9]+)->.*", "$1"));
  }

  /** Servers trust local connections: CVE-2021-20199 of Podman. */
  @Test
  void client_seenFromTheContainer_isNotLocal() throws Exception {
    try (PortServer server = PortServer.start(sandbox, "peer");
        Socket client = server.connect()) {
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(NetworkMode.ADDRESS + "\n");
    }
  }

  @Test
  void datagrams_ofTwoClients_findBack() throws Exception {
    try (PortServer server = PortServer.start(sandbox, "udp");
        DatagramSocket one = new DatagramSocket(0, LOOPBACK);
        DatagramSocket two = new DatagramSocket(0, LOOPBACK)) {
      send(one, server.port, "one");
      send(two, server.port, "two");

      assertThat(receive(two)).isEqualTo("got two");
      assertThat(receive(one)).isEqualTo("got one");
      send(one, server.port, "again");
      assertThat(receive(one)).isEqualTo("got again");
    }
  }

  @Test
  void datagrams_toAnyAddressOfTheHost_areAnsweredFromThere() throws Exception {
    PublishedPort everywhere = PublishedPort.anywhere(80, Protocol.UDP);
    try (PortServer server = PortServer.start(sandbox, "udp", everywhere);
        DatagramSocket client = new DatagramSocket()) {
      for (String address : List.of("127.0.0.2", "127.0.0.1", "127.0.0.3", "::1", "127.0.0.2")) {
        InetAddress asked = InetAddress.getByName(address);
        client.send(packet("to " + address, asked, server.port));

        DatagramPacket answer = receivePacket(client);
        assertThat(text(answer)).isEqualTo("got to " + address);
        assertThat(answer.getAddress()).isEqualTo(asked);
        assertThat(answer.getPort()).isEqualTo(server.port);
      }
    }
  }

  private static void send(DatagramSocket socket, int port, String text) throws IOException {
    socket.send(packet(text, LOOPBACK, port));
  }

  private static DatagramPacket packet(String text, InetAddress to, int port) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new DatagramPacket(bytes, bytes.length, to, port);
  }

  private static String receive(DatagramSocket socket) throws IOException {
    return text(receivePacket(socket));
  }

  private static DatagramPacket receivePacket(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
    socket.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void port_ofAllAddresses_isTheSameInBothFamilies() throws Exception {
    ContainerSpec spec =
        ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sleep", "60"))
            .withPorts(List.of(PublishedPort.anywhere(80, Protocol.TCP)));
    try (ExecHandle handle = sandbox.agent.start(spec, SILENT)) {
      List<String> published = handle.published();

      assertThat(published.getFirst()).matches("0\\.0\\.0\\.0:[0-9]+->80/tcp");
      if (hasIpv6()) {
        int port = number(published.getFirst());
        assertThat(published.getLast()).isEqualTo("[::]:" + port + "->80/tcp");
        new Socket(loopback6(), port).close();
      }
    }
  }

  private static boolean hasIpv6() throws IOException {
    Path addresses = Path.of("/proc/net/if_inet6");
    return Files.exists(addresses) && Files.readString(addresses).contains("0".repeat(31) + "1 ");
  }

  private static InetAddress loopback6() throws IOException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  @Test
  void port_thatIsTaken_isToldBeforeAnythingRuns() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      int port = taken.getLocalPort();
      PublishedPort wanted = new PublishedPort("127.0.0.1", port, port, 80, Protocol.TCP);

      assertThatExceptionOfType(ExecutorException.class)
          .isThrownBy(() -> sandbox.sh("echo ran", spec -> spec.withPorts(List.of(wanted))))
          .withMessage(
              "publish port: 127.0.0.1:%d/tcp: Address already in use;".formatted(port)
                  + " leave the port out, and a free one is taken");
    }
  }

  @Test
  void portRange_withTakenOnes_givesTheFirstFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      int port = taken.getLocalPort();
      PublishedPort wanted = new PublishedPort("127.0.0.1", port, port + 20, 80, Protocol.TCP);
      ContainerSpec spec =
          ContainerSpec.of(List.of(sandbox.base), null, ProcessSpec.of("/bin/sleep", "60"));
      try (ExecHandle handle = sandbox.agent.start(spec.withPorts(List.of(wanted)), SILENT)) {
        assertThat(number(handle.published().getFirst())).isBetween(port + 1, port + 20);
      }
    }
  }

  @Test
  void address_thatTheHostLacks_isTold() {
    PublishedPort wanted = new PublishedPort("203.0.113.77", 0, 0, 80, Protocol.UDP);

    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> sandbox.sh("echo ran", spec -> spec.withPorts(List.of(wanted))))
        .withMessageContaining("203.0.113.77");
  }

  @Test
  void container_whenItEnds_letsGoOfItsPort() throws Exception {
    int port;
    try (PortServer server = PortServer.start(sandbox, "echo")) {
      port = server.port;
      server.connect().close();
    }

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> new Socket(LOOPBACK, port).close());
    assertThat(proxies()).isEmpty();
  }

  @Test
  void handler_whenKilled_takesTheProxyWithIt() throws Exception {
    try (PortServer server = PortServer.start(sandbox, "echo")) {
      ProcessHandle proxy = proxies().getFirst();

      assertThat(proxy.parent().orElseThrow().destroyForcibly()).isTrue();

      Machine.await(() -> proxies().isEmpty());
      assertThatExceptionOfType(ExecutorException.class).isThrownBy(server::await);
    }
  }

  private static List<ProcessHandle> proxies() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> name(process).equals("jbuild-ports"))
        .toList();
  }

  private static String name(ProcessHandle process) {
    try (InputStream in = Files.newInputStream(Path.of("/proc/" + process.pid() + "/comm"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return ""; // it ended meanwhile
    }
  }
}
