/** How past builds are shown: lists, and what they wrote. */
@NullMarked
package dev.jbuild.cli.builds;

import org.jspecify.annotations.NullMarked;
