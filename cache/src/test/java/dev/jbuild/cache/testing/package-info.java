/** What the tests of several packages share: layers in memory, a plain disk, other processes. */
@NullMarked
package dev.jbuild.cache.testing;

import org.jspecify.annotations.NullMarked;
