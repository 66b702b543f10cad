package dev.jbuild.runner.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the health check of a container found, as the helper wrote it down (health.c of the helper).
 *
 * @param status starting, healthy or unhealthy
 * @param streak failures one after the other
 */
public record Health(String status, long streak, List<Probe> probes) {
  private static final String FILE = "health";
  private static final long NANOS = 1_000_000_000;

  public Health {
    probes = List.copyOf(probes);
  }

  /** One run of the check; -1 when it did not end by itself. */
  public record Probe(Instant start, Instant end, int exitCode, String output) {}

  /** Null when there is no check. */
  static @Nullable Health read(Path directory) throws IOException {
    String status = "starting";
    long streak = 0;
    List<Probe> probes = new ArrayList<>();
    try {
      byte[] text = Files.readAllBytes(directory.resolve(FILE));
      for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
        String[] words = line.split("\t", -1);
        switch (words[0]) {
          case "status" -> status = words[1];
          case "streak" -> streak = Long.parseLong(words[1]);
          case "probe" ->
              probes.add(
                  new Probe(
                      time(words[1]), time(words[2]), Integer.parseInt(words[3]), plain(words[4])));
          default -> {
            continue; // of a newer helper
          }
        }
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    return new Health(status, streak, probes);
  }

  private static Instant time(String nanos) {
    long number = Long.parseLong(nanos);
    return Instant.ofEpochSecond(number / NANOS, number % NANOS);
  }

  private static String plain(String escaped) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < escaped.length()) {
      char c = escaped.charAt(at);
      boolean isEscape = c == '\\' && at + 1 < escaped.length();
      char kind = isEscape ? escaped.charAt(at + 1) : c;
      text.append(isEscape && kind == 'n' ? '\n' : isEscape && kind == 't' ? '\t' : kind);
      at += isEscape ? 2 : 1;
    }
    return text.toString();
  }

  /** In the form of {@code docker inspect}. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Status", status);
    json.put("FailingStreak", streak);
    List<Map<String, Object>> log = new ArrayList<>();
    for (Probe probe : probes) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("Start", probe.start().toString());
      entry.put("End", probe.end().toString());
      entry.put("ExitCode", probe.exitCode());
      entry.put("Output", probe.output());
      log.add(entry);
    }
    json.put("Log", log);
    return json;
  }
}
