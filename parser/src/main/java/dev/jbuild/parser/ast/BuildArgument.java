package dev.jbuild.parser.ast;

import org.jspecify.annotations.Nullable;

/** A declared build argument; the default is null without {@code =}, and keeps its quotes. */
public record BuildArgument(String name, @Nullable String defaultValue) {}
