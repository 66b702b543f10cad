/**
 * Devices of {@code RUN --device} by the Container Device Interface (CDI 1.0): files of the machine
 * say what a container gets for a device. Knows nothing of builds.
 */
@NullMarked
package dev.jbuild.builder.cdi;

import org.jspecify.annotations.NullMarked;
