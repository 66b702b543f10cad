package dev.jbuild.parser.ast;

/** {@code MAINTAINER name}, deprecated but read. */
public record MaintainerInstruction(Origin origin, String maintainer) implements Instruction {}
