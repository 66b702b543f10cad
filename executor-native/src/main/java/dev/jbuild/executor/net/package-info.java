/** The files of /etc that tell a container about its network, as docker makes them. */
@NullMarked
package dev.jbuild.executor.net;

import org.jspecify.annotations.NullMarked;
