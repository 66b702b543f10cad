@NullMarked
package dev.jbuild.builder.diagnosis;

import org.jspecify.annotations.NullMarked;
