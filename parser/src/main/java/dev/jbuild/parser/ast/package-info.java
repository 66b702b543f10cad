/**
 * What the instructions of a Dockerfile say, each as a record with its place in the file. Values
 * are as written: nothing is expanded here.
 */
@NullMarked
package dev.jbuild.parser.ast;

import org.jspecify.annotations.NullMarked;
