package dev.jbuild.parser.syntax;

import dev.jbuild.parser.ast.Location;
import org.jspecify.annotations.Nullable;

/** Something wrong with the syntax at a place; a warning if the file can be built all the same. */
public record Problem(Location location, String message, @Nullable String hint, boolean warning) {}
