/** Rules of jbuild's own, on mistakes that show only when an image is built or used. */
@NullMarked
package dev.jbuild.parser.advice;

import org.jspecify.annotations.NullMarked;
