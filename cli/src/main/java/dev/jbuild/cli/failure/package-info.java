/** What a failure is called on standard error and which exit code it ends with. */
@NullMarked
package dev.jbuild.cli.failure;

import org.jspecify.annotations.NullMarked;
