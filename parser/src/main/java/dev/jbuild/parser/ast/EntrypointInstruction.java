package dev.jbuild.parser.ast;

/** {@code ENTRYPOINT command}; an empty exec form clears it. */
public record EntrypointInstruction(Origin origin, CommandLine command) implements Instruction {}
