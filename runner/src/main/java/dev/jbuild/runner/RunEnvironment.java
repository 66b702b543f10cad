package dev.jbuild.runner;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where containers run.
 *
 * @param nativeCache the directory that the native helper is unpacked to
 * @param isolation the word for the isolation asked for, such as {@code auto}
 * @param log receives single lines of warning, from any thread
 */
public record RunEnvironment(Path nativeCache, String isolation, Consumer<String> log) {}
