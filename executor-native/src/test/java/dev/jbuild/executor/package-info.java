@NullMarked
package dev.jbuild.executor;

import org.jspecify.annotations.NullMarked;
