/**
 * Tests of the whole: the architecture's rules, and the built command held against independent
 * programs (Debian's registry, skopeo, podman), as root and as an ordinary user.
 */
@NullMarked
package dev.jbuild.acceptance;

import org.jspecify.annotations.NullMarked;
