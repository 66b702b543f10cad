package dev.jbuild.builder.plan;

import dev.jbuild.parser.ast.Mount;

/**
 * A mount of a RUN with its absolute target. A cache has its id with the namespace of the build.
 *
 * @param input the number of the input that has its files, or {@link #NONE}
 */
public record RunMount(Mount mount, int input) {
  public static final int NONE = -1;
}
