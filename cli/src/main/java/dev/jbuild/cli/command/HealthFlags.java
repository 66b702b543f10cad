package dev.jbuild.cli.command;

import dev.jbuild.runner.container.HealthOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The health check of a container; what is not said is as the image has it. */
final class HealthFlags {
  @Option(names = "--no-healthcheck", description = "No health check.")
  boolean none;

  @Option(
      names = "--health-cmd",
      paramLabel = "COMMAND",
      description = "Shell command that ends with 0 when the container is well.")
  @Nullable String command;

  @Option(
      names = "--health-interval",
      paramLabel = "SPAN",
      converter = SpanWord.class,
      description = "Time between two checks; else 30s.")
  @Nullable Duration interval;

  @Option(
      names = "--health-timeout",
      paramLabel = "SPAN",
      converter = SpanWord.class,
      description = "Time that a check may take; else 30s.")
  @Nullable Duration timeout;

  @Option(
      names = "--health-start-period",
      paramLabel = "SPAN",
      converter = SpanWord.class,
      description = "Time in which failures do not count.")
  @Nullable Duration startPeriod;

  @Option(
      names = "--health-start-interval",
      paramLabel = "SPAN",
      converter = SpanWord.class,
      description = "Time between two checks in that time; else 5s.")
  @Nullable Duration startInterval;

  @Option(
      names = "--health-retries",
      paramLabel = "NUMBER",
      description = "Failures until the container is unhealthy; else 3.")
  @Nullable Integer retries;

  /** Throws IllegalArgumentException for what makes no sense together. */
  HealthOptions options() {
    return new HealthOptions(none, command, interval, timeout, startPeriod, startInterval, retries);
  }
}
