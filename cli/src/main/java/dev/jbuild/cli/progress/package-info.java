/** Shows what a build does: live on a terminal, as plain lines elsewhere, or not at all. */
@NullMarked
package dev.jbuild.cli.progress;

import org.jspecify.annotations.NullMarked;
