/** Scripts by which shells complete command lines, written from the model of the commands. */
@NullMarked
package dev.jbuild.cli.completion;

import org.jspecify.annotations.NullMarked;
