/**
 * Where COPY and ADD find files: the directory of the build context, less what the ignore file
 * leaves out, and the trees of stages and images, both seen in the same way.
 */
@NullMarked
package dev.jbuild.builder.context;

import org.jspecify.annotations.NullMarked;
