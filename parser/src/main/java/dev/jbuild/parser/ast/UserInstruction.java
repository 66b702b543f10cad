package dev.jbuild.parser.ast;

/** {@code USER user[:group]}. */
public record UserInstruction(Origin origin, String user) implements Instruction {}
