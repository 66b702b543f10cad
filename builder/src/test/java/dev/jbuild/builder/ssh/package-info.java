@NullMarked
package dev.jbuild.builder.ssh;

import org.jspecify.annotations.NullMarked;
