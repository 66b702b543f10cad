package dev.jbuild.runner.container;

import dev.jbuild.executor.HealthSpec;
import dev.jbuild.executor.ProcessSpec;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.Healthcheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user says of the health check; null is what the image says, or docker's default.
 *
 * @param none whether there is no check, whatever the image says
 */
public record HealthOptions(
    boolean none,
    @Nullable String command,
    @Nullable Duration interval,
    @Nullable Duration timeout,
    @Nullable Duration startPeriod,
    @Nullable Duration startInterval,
    @Nullable Integer retries) {
  public static final HealthOptions OF_IMAGE =
      new HealthOptions(false, null, null, null, null, null, null);

  private static final Duration DEFAULT_TIME = Duration.ofSeconds(30);
  private static final Duration DEFAULT_START_INTERVAL = Duration.ofSeconds(5);
  private static final int DEFAULT_RETRIES = 3;
  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

  public HealthOptions {
    if (none && command != null) {
      throw new IllegalArgumentException("--no-healthcheck conflicts with --health-* options");
    }
    if (retries != null && retries < 0) {
      throw new IllegalArgumentException("--health-retries cannot be negative: " + retries);
    }
  }

  /** The test in docker's form, empty for none. */
  private List<String> test(@Nullable Healthcheck image) {
    if (none) {
      return List.of();
    }
    if (command != null) {
      return List.of("CMD-SHELL", command);
    }
    List<String> test = image == null ? List.of() : image.test();
    return test.isEmpty() || test.getFirst().equals("NONE") ? List.of() : test;
  }

  /** The check of a container, null for none. */
  @Nullable HealthSpec spec(ContainerConfig image, ProcessSpec process) {
    Healthcheck check = image.healthcheck();
    List<String> test = test(check);
    if (test.isEmpty()) {
      return null;
    }
    List<String> args = new ArrayList<>();
    if (test.getFirst().equals("CMD-SHELL")) {
      args.addAll(image.shell() == null ? DEFAULT_SHELL : image.shell());
    }
    args.addAll(test.subList(1, test.size()));
    return new HealthSpec(
        new ProcessSpec(args, process.env(), process.cwd(), process.user(), false),
        time(interval, check == null ? 0 : check.intervalNanos(), DEFAULT_TIME),
        time(timeout, check == null ? 0 : check.timeoutNanos(), DEFAULT_TIME),
        time(startPeriod, check == null ? 0 : check.startPeriodNanos(), Duration.ZERO),
        time(startInterval, check == null ? 0 : check.startIntervalNanos(), DEFAULT_START_INTERVAL),
        retries != null
            ? retries
            : check == null || check.retries() == 0 ? DEFAULT_RETRIES : check.retries());
  }

  private static Duration time(@Nullable Duration asked, long ofImage, Duration otherwise) {
    if (asked != null && !asked.isZero()) {
      return asked;
    }
    return ofImage == 0 ? otherwise : Duration.ofNanos(ofImage);
  }

  /** In the form of {@code docker inspect}, null for none. */
  @Nullable Map<String, Object> json(ContainerConfig image, ProcessSpec process) {
    HealthSpec spec = spec(image, process);
    if (spec == null) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Test", test(image.healthcheck()));
    json.put("Interval", spec.interval().toNanos());
    json.put("Timeout", spec.timeout().toNanos());
    json.put("StartPeriod", spec.startPeriod().toNanos());
    json.put("StartInterval", spec.startInterval().toNanos());
    json.put("Retries", spec.retries());
    return json;
  }
}
