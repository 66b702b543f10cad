@NullMarked
package dev.jbuild.builder.remote;

import org.jspecify.annotations.NullMarked;
