package dev.jbuild.registry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's {@code docker-registry} on a free loopback port, with its storage in a directory of the
 * test. Close it to end the process.
 */
public final class DockerRegistry implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Thread endWithVirtualMachine;
  private final int port;

  private DockerRegistry(Process process, Thread endWithVirtualMachine, int port) {
    this.process = process;
    this.endWithVirtualMachine = endWithVirtualMachine;
    this.port = port;
  }

  /** Starts one that lets everybody in and allows deletion. */
  public static DockerRegistry start(Path directory) {
    return start(directory, "");
  }

  /**
   * Starts one with more settings.
   *
   * @param httpAndMore YAML that continues the {@code http} section and may add others
   */
  public static DockerRegistry start(Path directory, String httpAndMore) {
    return start(directory, httpAndMore, Map.of());
  }

  /**
   * Starts one with other settings.
   *
   * @param replaced variables such as {@code REGISTRY_STORAGE_DELETE_ENABLED}, which go before the
   *     configuration
   */
  public static DockerRegistry start(
      Path directory, String httpAndMore, Map<String, String> replaced) {
    try {
      Path storage = Files.createDirectories(directory.resolve("storage"));
      Path config = directory.resolve("config.yml");
      Path log = directory.resolve("registry.log");
      Files.writeString(config, config(storage) + httpAndMore);
      ProcessBuilder builder =
          new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(replaced);
      Process process = builder.start();
      Thread hook = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(hook);
      return new DockerRegistry(process, hook, awaitPort(process, log));
    } catch (IOException e) {
      throw new UncheckedIOException("start docker-registry", e);
    }
  }

  private static String config(Path storage) {
    return """
        version: 0.1
        log:
          accesslog:
            disabled: false
        storage:
          filesystem:
            rootdirectory: %s
          delete:
            enabled: true
        http:
          addr: 127.0.0.1:0
        """
        .formatted(storage);
  }

  /** It logs its port once the socket listens, so from then on it answers. */
  private static int awaitPort(Process process, Path log) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && process.isAlive()) {
      Matcher listening = LISTENING.matcher(Files.readString(log));
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      sleep();
    }
    process.destroyForcibly();
    throw new IllegalStateException("docker-registry did not start:\n" + Files.readString(log));
  }

  private static void sleep() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while docker-registry starts", e);
    }
  }

  public int port() {
    return port;
  }

  /** The name of this registry in image references, {@code 127.0.0.1:port}. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(endWithVirtualMachine);
  }
}
