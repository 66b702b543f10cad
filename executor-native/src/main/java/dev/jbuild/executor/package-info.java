/**
 * Runs commands in temporary native-isolated containers and changes layer directories, through the
 * native helper {@code jbuild-exec}, which holds the namespaces and privileges that a JVM lacks.
 */
@NullMarked
package dev.jbuild.executor;

import org.jspecify.annotations.NullMarked;
