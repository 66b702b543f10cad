/**
 * The warm server: a process that runs the commands of one user's terminals, and ends when idle.
 */
@NullMarked
package dev.jbuild.cli.server;

import org.jspecify.annotations.NullMarked;
