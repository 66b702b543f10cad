package dev.jbuild.runner.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of a running container as this machine sees it (proc(5)).
 *
 * @param uid of this machine
 * @param started seconds after the machine
 * @param terminal its number among pseudo terminals, -1 for none
 * @param command its arguments, parted by blanks
 */
public record ContainerProcess(
    long uid, int pid, int parent, long started, int terminal, Duration cpu, String command) {
  private static final Path PROC = Path.of("/proc");
  private static final long TICKS = 100; // USER_HZ, which programs see whatever the kernel has
  private static final int PTY = 136; // the first major number of pseudo terminals

  /**
   * The processes of a container, its first one first: those below the helper's agent that are as
   * deep in pid namespaces as the first one, or deeper.
   */
  public static List<ContainerProcess> of(Listed container) throws IOException {
    Map<Integer, Status> all = new HashMap<>();
    try (DirectoryStream<Path> places = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path place : places) {
        Status status = Status.read(place);
        if (status != null) {
          all.put(status.pid, status);
        }
      }
    }
    int first = container.state().pid();
    Status init = all.get(first);
    Status handler = init == null ? null : all.get(init.parent);
    Status agent = handler == null ? null : all.get(handler.parent);
    List<ContainerProcess> found = new ArrayList<>();
    if (init == null || handler == null || agent == null) {
      return found;
    }
    // Without namespaces only what came of the first process is told from the helper's own.
    int top = init.depth > agent.depth ? agent.pid : first;
    for (Status each : all.values()) {
      if (each.depth >= init.depth && isBelow(each, top, all)) {
        each.process().ifPresent(found::add);
      }
    }
    found.sort(java.util.Comparator.comparingInt(ContainerProcess::pid));
    return found;
  }

  private static boolean isBelow(Status process, int top, Map<Integer, Status> all) {
    Status each = process;
    while (each != null && each.pid != top) {
      each = all.get(each.parent);
    }
    return each != null;
  }

  /** What /proc says of a process. */
  private record Status(Path place, int pid, int parent, long uid, int depth) {
    /** Null for one that is gone. */
    static @org.jspecify.annotations.Nullable Status read(Path place) throws IOException {
      Map<String, String> fields = new HashMap<>();
      for (String line : text(place.resolve("status")).split("\n", -1)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
      if (!fields.containsKey("PPid")) {
        return null;
      }
      return new Status(
          place,
          Integer.parseInt(place.getFileName().toString()),
          Integer.parseInt(fields.getOrDefault("PPid", "0")),
          Long.parseLong(fields.getOrDefault("Uid", "0").split("\t", -1)[0]),
          fields.getOrDefault("NSpid", "").split("\t", -1).length);
    }

    java.util.Optional<ContainerProcess> process() throws IOException {
      String stat = text(place.resolve("stat"));
      int end = stat.lastIndexOf(')');
      if (end < 0) {
        return java.util.Optional.empty();
      }
      String[] after = stat.substring(end + 2).split(" ", -1); // from the third field on
      int tty = Integer.parseInt(after[4]);
      long ticks = Long.parseLong(after[11]) + Long.parseLong(after[12]);
      String command = text(place.resolve("cmdline")).replace('\0', ' ').strip();
      String name = "[" + stat.substring(stat.indexOf('(') + 1, end) + "]";
      return java.util.Optional.of(
          new ContainerProcess(
              uid,
              pid,
              parent,
              Long.parseLong(after[19]) / TICKS,
              tty >> 8 == PTY ? tty & 0xff : -1,
              Duration.ofMillis(ticks * 1000 / TICKS),
              command.isEmpty() ? name : command));
    }

    /** Empty for a process that is gone. */
    private static String text(Path file) throws IOException {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (java.nio.file.NoSuchFileException e) {
        return "";
      } catch (IOException e) {
        if (Files.exists(file)) {
          throw e;
        }
        return ""; // no such process (ESRCH)
      }
    }
  }
}
