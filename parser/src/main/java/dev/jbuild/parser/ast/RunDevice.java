package dev.jbuild.parser.ast;

/** The {@code --device} of RUN: a CDI name or kind. */
public record RunDevice(String name, boolean required) {}
