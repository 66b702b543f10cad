/** {@code .dockerignore} files: which paths of a build context are left out. */
@NullMarked
package dev.jbuild.parser.ignore;

import org.jspecify.annotations.NullMarked;
