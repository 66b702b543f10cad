/** Reports on checked Dockerfiles, for people and for programs. */
@NullMarked
package dev.jbuild.cli.check;

import org.jspecify.annotations.NullMarked;
