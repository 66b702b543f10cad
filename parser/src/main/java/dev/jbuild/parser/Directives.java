package dev.jbuild.parser;

import org.jspecify.annotations.Nullable;

/**
 * The parser directives at the top of a Dockerfile.
 *
 * @param escape the escape character, a backslash unless the file says otherwise
 * @param syntax the value of {@code # syntax=}
 * @param check the value of {@code # check=}
 * @param lines how many lines at the top of the file they take
 * @see <a href="https://docs.docker.com/reference/dockerfile/#parser-directives">reference</a>
 */
public record Directives(char escape, @Nullable String syntax, @Nullable String check, int lines) {
  public static final Directives NONE = new Directives('\\', null, null, 0);
}
