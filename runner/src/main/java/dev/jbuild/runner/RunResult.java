package dev.jbuild.runner;

/**
 * How a container ended.
 *
 * @param exitCode of its process: 128 + n when signal n ended it, 127 when its program does not
 *     exist, 126 when it cannot be executed
 * @param message why it could not be executed, or that it ran out of memory, else empty
 */
public record RunResult(int exitCode, String message) {}
