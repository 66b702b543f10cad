/**
 * Runs containers of images: combines what an image says with what the user asked for, and starts
 * the result in the native executor. Containers leave nothing behind.
 */
@NullMarked
package dev.jbuild.runner;

import org.jspecify.annotations.NullMarked;
