package dev.jbuild.parser.ast;

/** {@code WORKDIR path}. */
public record WorkdirInstruction(Origin origin, String path) implements Instruction {}
