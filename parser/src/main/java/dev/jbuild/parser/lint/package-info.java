/** The build checks: their rules, the warnings that they give, and what a file switches off. */
@NullMarked
package dev.jbuild.parser.lint;

import org.jspecify.annotations.NullMarked;
