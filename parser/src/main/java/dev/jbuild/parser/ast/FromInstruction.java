package dev.jbuild.parser.ast;

import org.jspecify.annotations.Nullable;

/**
 * {@code FROM [--platform=platform] image [AS name]}.
 *
 * @param image an image reference, the name of an earlier stage or {@code scratch}; may hold
 *     variables
 * @param name the name of the stage in lower case
 */
public record FromInstruction(
    Origin origin, String image, @Nullable String name, @Nullable String platform)
    implements Instruction {}
