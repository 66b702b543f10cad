package dev.jbuild.executor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The packaged {@code jbuild-exec} as a file. Its directory is named after its SHA-256 and it
 * appears there by a rename, so processes of several versions can share the cache.
 */
final class NativeProgram {
  private NativeProgram() {}

  /** The program of an agent. */
  static Path of(AgentOptions options) throws ExecutorException {
    Path override = options.executable();
    return override == null ? unpack(options.nativeCache()) : override;
  }

  static Path unpack(Path cache) throws ExecutorException {
    String resource = "/native/linux-" + machine() + "/jbuild-exec";
    try (InputStream in = NativeProgram.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new ExecutorException(
            "find the native program",
            0,
            "this jbuild has none for " + System.getProperty("os.name") + " on " + machine());
      }
      byte[] bytes = in.readAllBytes();
      Path program = cache.resolve(sha256(bytes)).resolve("jbuild-exec");
      if (!isThere(program, bytes)) {
        install(program, bytes);
      }
      return program;
    } catch (ExecutorException e) {
      throw e;
    } catch (IOException e) {
      throw new ExecutorException("unpack the native program", "to " + cache, e);
    }
  }

  private static boolean isThere(Path program, byte[] bytes) throws IOException {
    return Files.isExecutable(program) && Arrays.equals(Files.readAllBytes(program), bytes);
  }

  private static void install(Path program, byte[] bytes) throws IOException {
    Files.createDirectories(program.getParent());
    Path temporary = Files.createTempFile(program.getParent(), "jbuild-exec", ".tmp");
    try {
      Files.write(temporary, bytes);
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r-x------"));
      Files.move(temporary, program, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String machine() {
    String architecture = System.getProperty("os.arch", "");
    return architecture.equals("amd64") ? "x86_64" : architecture;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
