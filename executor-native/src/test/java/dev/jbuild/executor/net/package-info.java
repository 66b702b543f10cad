@NullMarked
package dev.jbuild.executor.net;

import org.jspecify.annotations.NullMarked;
