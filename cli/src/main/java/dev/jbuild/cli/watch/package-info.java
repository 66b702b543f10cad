/** Notices changes of the files that builds read. */
@NullMarked
package dev.jbuild.cli.watch;

import org.jspecify.annotations.NullMarked;
