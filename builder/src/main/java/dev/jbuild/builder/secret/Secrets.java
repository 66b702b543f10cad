package dev.jbuild.builder.secret;

import dev.jbuild.builder.SecretSource;
import dev.jbuild.executor.HostCommand;
import dev.jbuild.oci.layer.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The secrets of one build, each read once, when a step needs it. Safe for threads. */
public final class Secrets {
  private static final int LARGEST = 500 * 1024;

  private final Map<String, SecretSource> sources;
  private final Map<String, ByteString> values = new ConcurrentHashMap<>();

  public Secrets(Map<String, SecretSource> sources) {
    this.sources = sources;
  }

  /**
   * The value, or null when there is no secret of that name.
   *
   * @throws SecretException when it cannot be read, or is too large
   */
  public @Nullable ByteString find(String id) throws IOException, InterruptedException {
    ByteString known = values.get(id);
    SecretSource source = sources.get(id);
    if (known == null && source != null) {
      known = ByteString.of(read(id, source));
      values.put(id, known);
    }
    return known;
  }

  private static byte[] read(String id, SecretSource source)
      throws IOException, InterruptedException {
    return switch (source) {
      case SecretSource.Value value -> limited(id, value.bytes().toByteArray());
      case SecretSource.File file -> limited(id, content(id, file.path()));
      case SecretSource.Command command -> limited(id, output(id, command.script()));
    };
  }

  private static byte[] content(String id, Path file) throws SecretException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw new SecretException("secret " + id + ": " + file + " cannot be read: " + e, e);
    }
  }

  private static byte[] output(String id, String script) throws IOException, InterruptedException {
    HostCommand.Result result = HostCommand.run(script, LARGEST + 1);
    if (result.exitCode() != 0) {
      throw new SecretException(
          "secret " + id + ": its command ended with exit code " + result.exitCode());
    }
    return result.output().toByteArray();
  }

  private static byte[] limited(String id, byte[] value) throws SecretException {
    if (value.length > LARGEST) {
      throw new SecretException("secret " + id + " too big. max size 500KB");
    }
    return value;
  }
}
