package dev.jbuild.cli.check;

import dev.jbuild.parser.check.CheckReport;

/**
 * A Dockerfile with what was found in it.
 *
 * @param name the path to tell people
 * @param source its text
 */
public record CheckedFile(String name, String source, CheckReport report) {}
