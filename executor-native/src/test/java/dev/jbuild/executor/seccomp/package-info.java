/** Compiles the seccomp profile into the header that the native helper is built with. */
@NullMarked
package dev.jbuild.executor.seccomp;

import org.jspecify.annotations.NullMarked;
