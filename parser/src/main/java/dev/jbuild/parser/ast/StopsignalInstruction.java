package dev.jbuild.parser.ast;

/** {@code STOPSIGNAL signal}. */
public record StopsignalInstruction(Origin origin, String signal) implements Instruction {}
