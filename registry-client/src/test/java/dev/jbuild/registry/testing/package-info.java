/** Real registries for tests; also used by the tests of other modules. */
@NullMarked
package dev.jbuild.registry.testing;

import org.jspecify.annotations.NullMarked;
