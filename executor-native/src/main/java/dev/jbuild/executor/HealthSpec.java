package dev.jbuild.executor;

import java.time.Duration;

/**
 * A command that tells whether a container is well, run in it again and again.
 *
 * @param process 0 is well
 * @param interval from the end of one run to the next
 * @param timeout after which a run is killed, and counts as a failure
 * @param startPeriod in which failures do not count until the first success
 * @param startInterval in place of the interval in that period
 * @param retries failures one after the other until the container is unwell
 */
public record HealthSpec(
    ProcessSpec process,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {}
