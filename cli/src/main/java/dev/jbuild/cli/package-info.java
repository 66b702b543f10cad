/**
 * The program: decides which command the words mean, runs it, and turns every outcome into one
 * message and one exit code.
 */
@NullMarked
package dev.jbuild.cli;

import org.jspecify.annotations.NullMarked;
