/** Processes that share a store and are killed, and disks and files that fail. */
@NullMarked
package dev.jbuild.builder.crash;

import org.jspecify.annotations.NullMarked;
