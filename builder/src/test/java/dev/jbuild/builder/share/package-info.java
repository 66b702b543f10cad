@NullMarked
package dev.jbuild.builder.share;

import org.jspecify.annotations.NullMarked;
