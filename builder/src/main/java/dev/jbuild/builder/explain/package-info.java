/**
 * Tells why the steps of a build ran: each build leaves a log of what its steps depended on, and
 * two logs are compared.
 */
@NullMarked
package dev.jbuild.builder.explain;

import org.jspecify.annotations.NullMarked;
