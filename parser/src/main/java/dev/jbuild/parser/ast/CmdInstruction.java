package dev.jbuild.parser.ast;

/** {@code CMD command}; an empty exec form clears it. */
public record CmdInstruction(Origin origin, CommandLine command) implements Instruction {}
