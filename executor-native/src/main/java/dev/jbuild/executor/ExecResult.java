package dev.jbuild.executor;

import java.time.Duration;

/**
 * How a command ended.
 *
 * @param exitCode its own; 128 + n when signal n ended it; 127 when it does not exist, 126 when it
 *     cannot be executed
 * @param outOfMemory whether a memory limit ended it
 * @param message why it could not be executed, else empty
 */
public record ExecResult(
    int exitCode, boolean signalled, boolean outOfMemory, Duration wall, String message) {}
