package dev.jbuild.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames, over a socket, and with the letters that the client has for them. */
@SuppressWarnings("NullAway.Init") // the sockets are opened before the tests
final class FrameTest {
  private SocketChannel client;
  private SocketChannel server;

  @BeforeEach
  void connect(@TempDir Path directory) throws IOException {
    var address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(address);
      client = SocketChannel.open(address);
      server = listening.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void frame_sentInPieces_arrivesWhole() throws IOException {
    byte[] text = "xxhelloyy".getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = Frame.bytes(Frame.Type.OUT, text, 2, 5);
    int whole = frame.limit();
    for (int end = 1; end <= whole; end++) {
      client.write(frame.limit(end));
    }
    Frame read = Frame.read(server);

    assertThat(read).isNotNull();
    assertThat(read.type()).isEqualTo(Frame.Type.OUT);
    assertThat(StandardCharsets.UTF_8.decode(read.payload()).toString()).isEqualTo("hello");
  }

  @Test
  void channel_thatEnds_hasNoMoreFrames() throws IOException {
    client.write(Frame.bytes(Frame.Type.STATUS, new byte[0], 0, 0));
    client.write(ByteBuffer.wrap(new byte[] {'D', 0, 0, 0, 9, 1}));
    client.shutdownOutput();

    assertThat(Frame.read(server)).isNotNull();
    assertThat(Frame.read(server)).as("cut off").isNull();
    assertThat(Frame.read(server)).as("end").isNull();
  }

  @Test
  void bytes_thatAreNoFrame_areRefused() throws IOException {
    client.write(ByteBuffer.wrap(new byte[] {'?', 0, 0, 0, 0}));
    assertThatThrownBy(() -> Frame.read(server)).hasMessage("a frame of the unknown type 63");
    client.write(ByteBuffer.wrap(new byte[] {'D', 1, 0, 0, 0}));
    assertThatThrownBy(() -> Frame.read(server)).hasMessage("a frame of 16777216 bytes");
    client.write(ByteBuffer.wrap(new byte[] {'D', -1, 0, 0, 0}));
    assertThatThrownBy(() -> Frame.read(server)).hasMessage("a frame of -16777216 bytes");
  }

  @Test
  void letters_areThoseOfTheClient() throws IOException {
    String header = Files.readString(Path.of("src/main/c/talk.h"));
    Map<String, Character> client = new TreeMap<>();
    Matcher each = Pattern.compile("([A-Z_]+) = '(.)'").matcher(header);
    while (each.find()) {
      client.put(each.group(1), each.group(2).charAt(0));
    }
    Map<String, Character> server = new TreeMap<>();
    Set<Frame.Type> ofJavaAlone = EnumSet.of(Frame.Type.STATUS, Frame.Type.STOP, Frame.Type.INFO);
    for (Frame.Type type : EnumSet.complementOf(EnumSet.copyOf(ofJavaAlone))) {
      server.put(type.name(), (char) Frame.bytes(type, new byte[0], 0, 0).get(0));
    }

    assertThat(client).isEqualTo(server);
  }
}
