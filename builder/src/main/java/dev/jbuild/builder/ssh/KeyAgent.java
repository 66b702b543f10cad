package dev.jbuild.builder.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An agent that has the private keys of some files. */
public final class KeyAgent implements AgentBackend {
  private final List<SshKey> keys;

  private KeyAgent(List<SshKey> keys) {
    this.keys = keys;
  }

  /**
   * Reads the keys.
   *
   * @throws IOException naming the file that cannot be used, and what to do
   */
  public static KeyAgent of(List<Path> files) throws IOException {
    List<SshKey> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(SshKeyFile.read(file));
    }
    return new KeyAgent(keys);
  }

  @Override
  public byte[] answer(byte[] request) throws IOException {
    SshReader in = new SshReader(request);
    return switch (in.uint8()) {
      case REQUEST_IDENTITIES -> identities();
      case SIGN_REQUEST -> sign(in.bytes(), in.bytes(), in.uint32());
      default -> new byte[] {FAILURE};
    };
  }

  private byte[] identities() {
    SshWriter out = new SshWriter().uint8(IDENTITIES).uint32(keys.size());
    keys.forEach(key -> out.bytes(key.publicKey().toByteArray()).text(key.comment()));
    return out.toByteArray();
  }

  private byte[] sign(byte[] publicKey, byte[] data, int flags) throws IOException {
    for (SshKey key : keys) {
      if (Arrays.equals(key.publicKey().toByteArray(), publicKey)) {
        try {
          return new SshWriter().uint8(SIGNATURE).bytes(key.sign(data, flags)).toByteArray();
        } catch (GeneralSecurityException e) {
          throw new IOException("sign with " + key.comment() + ": " + e.getMessage(), e);
        }
      }
    }
    return new byte[] {FAILURE};
  }
}
