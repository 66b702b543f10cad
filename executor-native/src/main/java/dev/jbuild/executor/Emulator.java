package dev.jbuild.executor;

import java.nio.file.Path;

/**
 * What runs the programs of another processor in a container; the machine's own set-up is neither
 * needed nor changed. Takes Linux 6.7.
 *
 * @param interpreter a statically linked program of the host
 * @param rule which programs it runs: the first five fields of a binfmt_misc rule
 *     (Documentation/admin-guide/binfmt-misc.rst)
 */
public record Emulator(Path interpreter, String rule) {}
