package dev.jbuild.parser.ast;

/** Text for the shell, never expanded by the builder. Empty when nothing was written. */
public record ShellForm(String text) implements CommandLine {}
