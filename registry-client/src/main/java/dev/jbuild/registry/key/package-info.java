/** Keys in files: those that openssl writes, and those that cosign writes. */
@NullMarked
package dev.jbuild.registry.key;

import org.jspecify.annotations.NullMarked;
