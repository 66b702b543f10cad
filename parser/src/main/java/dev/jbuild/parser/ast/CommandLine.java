package dev.jbuild.parser.ast;

/** The command of RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
public sealed interface CommandLine permits ShellForm, ExecForm {}
