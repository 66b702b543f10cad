@NullMarked
package dev.jbuild.builder.history;

import org.jspecify.annotations.NullMarked;
