/**
 * Files from the network: web servers and git repositories. A leaf of the module, so that
 * instructions and build contexts can both use it.
 */
@NullMarked
package dev.jbuild.builder.remote;

import org.jspecify.annotations.NullMarked;
