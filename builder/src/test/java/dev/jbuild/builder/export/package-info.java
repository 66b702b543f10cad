@NullMarked
package dev.jbuild.builder.export;

import org.jspecify.annotations.NullMarked;
