package dev.jbuild.runner.container;

import dev.jbuild.executor.Isolation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a container, as its helper wrote it down (record.c of the helper): lines of a key,
 * a tab and a value.
 *
 * @param pid of its first process among those of the machine, 0 when it does not run
 * @param exitCode of its last end; 137 when its helper was killed
 * @param error why its command could not go on, else empty
 * @param socket of its helper while it runs
 * @param isolation that it had
 * @param ports that the helper chose, as {@code 127.0.0.1:32768->80/tcp}
 * @param restarts by itself since it was started
 */
public record ContainerState(
    Status status,
    int pid,
    int exitCode,
    @Nullable Instant started,
    @Nullable Instant finished,
    boolean outOfMemory,
    String error,
    @Nullable Path socket,
    List<String> ports,
    Isolation isolation,
    int restarts) {
  private static final String FILE = "state";
  private static final int KILLED = 137;
  private static final long NANOS = 1_000_000_000;

  private static final ContainerState NOT_STARTED =
      new ContainerState(
          Status.CREATED, 0, 0, null, null, false, "", null, List.of(), Isolation.AUTO, 0);

  public ContainerState {
    ports = List.copyOf(ports);
  }

  /** Null when nothing was ever written: the container has not started. */
  private static @Nullable ContainerState parse(Path directory) throws IOException {
    Map<String, String> values = new HashMap<>();
    List<String> ports = new ArrayList<>();
    try {
      // The words of a runtime or a kernel may be in any encoding.
      byte[] text = Files.readAllBytes(directory.resolve(FILE));
      for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
        int tab = line.indexOf('\t');
        if (line.startsWith("port\t")) {
          ports.add(line.substring(tab + 1));
        } else if (tab > 0) {
          values.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    Status status = status(values.getOrDefault("status", ""));
    boolean running = status == Status.RUNNING || status == Status.RESTARTING;
    String socket = values.get("socket");
    return new ContainerState(
        status,
        Integer.parseInt(values.getOrDefault("pid", "0")),
        Integer.parseInt(values.getOrDefault("code", "0")),
        time(values.get("started")),
        time(values.get("finished")),
        "1".equals(values.get("oom")),
        values.getOrDefault("error", ""),
        running && socket != null ? Path.of(socket) : null,
        ports,
        Isolation.parse(values.getOrDefault("isolation", Isolation.AUTO.word())),
        Integer.parseInt(values.getOrDefault("restarts", "0")));
  }

  private static Status status(String word) {
    return switch (word) {
      case "running" -> Status.RUNNING;
      case "created" -> Status.CREATED;
      case "restarting" -> Status.RESTARTING;
      default -> Status.EXITED;
    };
  }

  /** Whether it ran at all, or is to be kept until then. */
  static boolean hasBegun(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /** Of a container that is not to start yet; its helper writes all else. */
  static void writeCreated(Path directory, Isolation isolation) throws IOException {
    String text = "status\tcreated\nisolation\t" + isolation.word() + "\n";
    Path made = directory.resolve(FILE + ".new");
    Files.writeString(made, text);
    Files.move(made, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static @Nullable Instant time(@Nullable String nanos) {
    if (nanos == null) {
      return null;
    }
    long number = Long.parseLong(nanos);
    return Instant.ofEpochSecond(number / NANOS, number % NANOS);
  }

  /** Null when there is nothing to show: it did not start, and nobody is about to start it. */
  static @Nullable ContainerState read(Path directory) throws IOException {
    boolean alive = ContainerLock.isHeld(directory);
    ContainerState state = parse(directory); // after the look: who ends meanwhile has written it
    if (state == null) {
      return alive ? NOT_STARTED : null;
    }
    boolean lost = state.isRunning() && !alive && !ContainerLock.isHeld(directory);
    return lost ? state.lost(directory) : state;
  }

  /** Its helper was killed, or the machine went down. */
  private ContainerState lost(Path directory) throws IOException {
    Instant last = Files.getLastModifiedTime(directory.resolve(FILE)).toInstant();
    return new ContainerState(
        Status.EXITED,
        0,
        KILLED,
        started,
        last,
        false,
        "its helper was killed, or the machine went down",
        null,
        List.of(),
        isolation,
        restarts);
  }

  /** Whether it runs, or is about to run again. */
  public boolean isRunning() {
    return status == Status.RUNNING || status == Status.RESTARTING;
  }
}
