package dev.jbuild.parser.ast;

import java.time.Duration;

/** Whether and how a container is probed. */
public sealed interface Healthcheck {

  /** {@code NONE}: the base image's check is switched off. */
  record Disabled() implements Healthcheck {}

  /** {@code CMD}: zero durations and zero retries stand for the engine's defaults. */
  record Probe(
      CommandLine command,
      Duration interval,
      Duration timeout,
      Duration startPeriod,
      Duration startInterval,
      int retries)
      implements Healthcheck {}
}
