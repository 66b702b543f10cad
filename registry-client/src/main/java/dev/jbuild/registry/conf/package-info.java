/** What {@code registries.conf} says of registries (containers-registries.conf(5)). */
@NullMarked
package dev.jbuild.registry.conf;

import org.jspecify.annotations.NullMarked;
