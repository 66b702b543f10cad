/**
 * The wire protocol between the JVM and the native helper: frames of tagged fields over a Unix
 * socket, one connection a request. The native side is {@code wire.h}.
 */
@NullMarked
package dev.jbuild.executor.wire;

import org.jspecify.annotations.NullMarked;
