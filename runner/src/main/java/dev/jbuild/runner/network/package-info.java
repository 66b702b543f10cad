/**
 * Networks that several containers share: what they are called, where they are kept, and who uses
 * them.
 */
@NullMarked
package dev.jbuild.runner.network;

import org.jspecify.annotations.NullMarked;
