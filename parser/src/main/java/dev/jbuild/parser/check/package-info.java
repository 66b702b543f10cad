/**
 * Checks whole Dockerfiles without building them: everything that must fail before anything runs,
 * and the build checks (lint).
 */
@NullMarked
package dev.jbuild.parser.check;

import org.jspecify.annotations.NullMarked;
