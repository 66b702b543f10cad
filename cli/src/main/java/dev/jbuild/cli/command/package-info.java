/** The commands: each reads its options, asks the engine, and prints what came of it. */
@NullMarked
package dev.jbuild.cli.command;

import org.jspecify.annotations.NullMarked;
