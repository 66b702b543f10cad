package dev.jbuild.executor;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Talks to an agent in requests that are nearly right: layers with hostile entries, and frames,
 * fields and lengths at random.
 */
final class ProtocolFuzz {
  private static final int EXEC = 2;
  private static final int APPLY = 3;
  private static final int REQUESTS = 9;
  private static final int ENTRY = 24;
  private static final int DATA = 25;
  private static final int END = 26;
  private static final List<Integer> ENTRY_TAGS =
      List.of(1, 19, 21, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41);
  private static final List<String> NAMES =
      List.of(
          "",
          "a",
          "a/b",
          "a/b/c",
          "l",
          "l/x",
          "..",
          "../x",
          "/x",
          "a/../../x",
          ".wh.a",
          ".wh..wh..opq",
          "user.overlay.opaque",
          "trusted.overlay.redirect",
          "security.capability",
          "/etc/passwd");

  private final Path socket;
  private final Path state;
  private final Random random;
  private final ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

  ProtocolFuzz(Path socket, Path state, Random random) {
    this.socket = socket;
    this.state = state;
    this.random = random;
  }

  /** Sends one request and reads whatever comes back to its end. */
  void once() throws IOException {
    out.clear();
    if (random.nextInt(3) > 0) {
      layer();
    } else {
      noise();
    }
    if (random.nextInt(4) == 0) {
      damage();
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(out.flip());
      channel.shutdownOutput();
      ByteBuffer in = ByteBuffer.allocate(1 << 16);
      while (channel.read(in.clear()) >= 0) {
        in.clear();
      }
    } catch (IOException e) {
      // The other side may close early, with our bytes unread.
      if (!String.valueOf(e.getMessage()).matches("Broken pipe|Connection reset.*")) {
        throw e;
      }
    }
  }

  private void layer() {
    int start = frame(APPLY);
    field(1, state.resolve("layer" + random.nextInt(1000)).toString());
    end(start);
    for (int i = random.nextInt(12); i > 0; i--) {
      start = frame(ENTRY);
      for (int tag : ENTRY_TAGS) {
        if (random.nextInt(8) > 0) {
          entryField(tag);
        }
      }
      end(start);
      if (random.nextInt(3) == 0) {
        start = frame(DATA);
        out.put(new byte[random.nextInt(40)]);
        end(start);
      }
    }
    end(frame(END));
  }

  private void entryField(int tag) {
    switch (tag) {
      case 1, 37, 40, 41 -> field(tag, NAMES.get(random.nextInt(NAMES.size())));
      case 19 -> field(tag, random.nextInt(12));
      default -> field(tag, random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(40));
    }
  }

  private void noise() {
    for (int i = random.nextInt(5); i >= 0; i--) {
      int start = frame(i == 0 && random.nextBoolean() ? EXEC : random.nextInt(REQUESTS + 32));
      for (int fields = random.nextInt(10); fields > 0; fields--) {
        if (random.nextBoolean()) {
          field(random.nextInt(64), NAMES.get(random.nextInt(NAMES.size())));
        } else {
          field(random.nextInt(64), random.nextLong());
        }
      }
      end(start);
    }
  }

  private void damage() {
    for (int i = random.nextInt(6); i >= 0 && out.position() > 0; i--) {
      out.put(random.nextInt(out.position()), (byte) random.nextInt());
    }
    if (random.nextBoolean()) {
      out.position(random.nextInt(out.position() + 1));
    }
  }

  private int frame(int type) {
    out.putInt(type).putInt(0);
    return out.position();
  }

  private void end(int start) {
    out.putInt(start - Integer.BYTES, out.position() - start);
  }

  private void field(int tag, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putShort((short) tag).putShort((short) 0).putInt(bytes.length).put(bytes);
  }

  private void field(int tag, long number) {
    out.putShort((short) tag).putShort((short) 0).putInt(Long.BYTES).putLong(number);
  }
}
