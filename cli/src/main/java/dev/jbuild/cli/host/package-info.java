/**
 * The process that jbuild runs in: its environment, streams, terminal, signals and directories. The
 * only package that reads them.
 */
@NullMarked
package dev.jbuild.cli.host;

import org.jspecify.annotations.NullMarked;
