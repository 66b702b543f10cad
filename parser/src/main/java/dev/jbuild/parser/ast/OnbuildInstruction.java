package dev.jbuild.parser.ast;

/**
 * {@code ONBUILD instruction}.
 *
 * @param trigger the instruction as an image config keeps it, heredocs included. It is parsed when
 *     it fires, so a wrong one is no error of this file.
 */
public record OnbuildInstruction(Origin origin, String trigger) implements Instruction {}
