/** How explanations and plans of builds are shown. */
@NullMarked
package dev.jbuild.cli.explain;

import org.jspecify.annotations.NullMarked;
