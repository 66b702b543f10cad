package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import dev.jbuild.executor.wire.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The edge between the two languages, also with nonsense on it. */
@Timeout(60)
class ProtocolTest {
  private static final int ROUNDS = 400;

  @TempDir Path directory;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  @Test
  void frame_withFields_survivesTheWay() throws Exception {
    byte[] bytes =
        Connection.frameBytes(
            FrameType.EXIT, new Fields().put(Tag.CODE, 137).put(Tag.TEXT, "\udcff ä"));

    assertThat(Connection.parseFrame(bytes))
        .satisfies(
            frame -> {
              assertThat(frame.type()).isEqualTo(FrameType.EXIT);
              assertThat(frame.number(Tag.CODE)).isEqualTo(137);
              assertThat(frame.text(Tag.TEXT)).isEqualTo("\udcff ä");
              assertThat(frame.number(Tag.PID)).isZero();
            });
  }

  @Test
  void frame_cutOff_isAProtocolError() {
    byte[] bytes = {34, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0};

    assertThatThrownBy(() -> Connection.parseFrame(bytes).number(Tag.PID))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Connection.parseFrame(new byte[] {99, 0, 0, 0, 0, 0, 0, 0}))
        .hasMessageContaining("99");
  }

  @Test
  void agent_givenNonsense_keepsServing() throws Exception {
    Random random = new Random(20_261_122);
    try (AgentProcess agent = AgentProcess.start(options())) {
      for (int round = 0; round < ROUNDS; round++) {
        talkNonsense(agent.socket(), random);
      }
      assertThat(new DiskClient(agent.socket(), log::add).probe().type()).isEqualTo(FrameType.DONE);
    }
    assertThat(log).isEmpty();
    assertThat(directory.resolve("run")).isEmptyDirectory();
  }

  @Test
  void exec_whenAllInputComesInOneWriteWithTheRequest_takesIt() throws Exception {
    Path base = Sandbox.makeBase(directory.resolve("base"));
    ContainerSpec cat = ContainerSpec.of(List.of(base), null, ProcessSpec.of("/bin/cat"));
    byte[] input = "all at once".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (AgentProcess agent = AgentProcess.start(options());
        Connection connection = Connection.open(agent.socket())) {
      connection.send(FrameType.EXEC, Requests.exec(cat, true));
      connection.send(FrameType.STDIN, input, 0, input.length);
      connection.send(FrameType.STDIN_EOF);
      connection.flush();
      Frame frame = connection.receive();
      while (frame.type() != FrameType.EXIT) {
        if (frame.type() == FrameType.OUT) {
          out.write(frame.payload());
        }
        frame = connection.receive();
      }
      assertThat(frame.number(Tag.CODE)).isZero();
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("all at once");
  }

  private AgentOptions options() {
    return new AgentOptions(directory, directory.resolve("native"), Isolation.AUTO, log::add)
        .withExecutable(Sandbox.override());
  }

  private static void talkNonsense(Path socket, Random random) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
      for (int frame = 0; frame <= random.nextInt(4); frame++) {
        byte[] payload = random.nextBoolean() ? fields(random) : noise(random);
        out.putInt(random.nextInt(frame == 0 ? 10 : 40));
        out.putInt(random.nextInt(10) == 0 ? random.nextInt() : payload.length).put(payload);
      }
      channel.write(out.flip());
      channel.shutdownOutput();
      ByteBuffer in = ByteBuffer.allocate(4096);
      while (channel.read(in.clear()) >= 0) {
        assertThat(in.position()).isNotNegative();
      }
    } catch (IOException e) {
      // The other side closed early, with our bytes unread: that is an answer, too.
      assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
    }
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] fields(Random random) {
    ByteBuffer out = ByteBuffer.allocate(900).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < random.nextInt(8); i++) {
      byte[] value = noise(random);
      int length = Math.min(value.length, 80);
      out.putShort((short) random.nextInt(60)).putShort((short) 0).putInt(length);
      out.put(value, 0, length);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  @Test
  void start_withLongStatePath_works() throws Exception {
    Path state =
        Files.createDirectories(directory.resolve("x".repeat(100)).resolve("y".repeat(100)));
    AgentOptions options =
        new AgentOptions(state, directory.resolve("native"), Isolation.AUTO, log::add);
    Path socket;
    try (AgentProcess agent = AgentProcess.start(options)) {
      socket = agent.socket();
      DiskClient disk = new DiskClient(socket, log::add);
      disk.makeDirectory(state.resolve("made"));
    }

    assertThat(state.resolve("made")).isDirectory();
    assertThat(socket.toString()).startsWith("/proc/");
    assertThat(socket.getParent()).doesNotExist();
  }

  @Test
  void start_whenTheStateIsMissing_saysSo() {
    AgentOptions options =
        new AgentOptions(
            directory.resolve("none"), directory.resolve("native"), Isolation.AUTO, log::add);

    assertThatThrownBy(() -> Agent.start(options))
        .isInstanceOfSatisfying(ExecutorException.class, e -> assertThat(e.errno()).isEqualTo(2))
        .hasMessageContaining(directory.resolve("none").toString());
  }

  @Test
  void unpack_ofTheProgram_isSharedAndPrivate() throws Exception {
    Path first = NativeProgram.unpack(directory);

    assertThat(NativeProgram.unpack(directory)).isEqualTo(first);
    assertThat(Files.getAttribute(first, "unix:mode")).isEqualTo(0100500);
    assertThat(List.of(directory.toFile().list())).hasSize(1);
  }

  @Test
  void unpack_overADamagedProgram_replacesIt() throws Exception {
    Path program = NativeProgram.unpack(directory);
    long size = Files.size(program);
    Files.delete(program);
    Files.writeString(program, "damaged");

    assertThat(Files.size(NativeProgram.unpack(directory))).isEqualTo(size);
  }
}
