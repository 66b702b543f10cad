package dev.jbuild.builder;

import java.time.Duration;

/** How a step went: taken from the action cache, or done in {@code duration}. */
public record StepReport(StepInfo step, boolean cached, Duration duration) {}
