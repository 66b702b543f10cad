/**
 * Reads Dockerfiles: text in, stages of located, typed instructions and all the static errors of
 * the file out.
 */
@NullMarked
package dev.jbuild.parser;

import org.jspecify.annotations.NullMarked;
