package dev.jbuild.parser.ast;

/** {@code HEALTHCHECK NONE} or {@code HEALTHCHECK [flags] CMD command}. */
public record HealthcheckInstruction(Origin origin, Healthcheck healthcheck)
    implements Instruction {}
