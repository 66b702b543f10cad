/**
 * From a parsed Dockerfile to a {@link dev.jbuild.builder.plan.Plan}: the vertices that the target
 * stage needs, with what each does, and the image config that the metadata instructions fold into.
 */
@NullMarked
package dev.jbuild.builder.plan;

import org.jspecify.annotations.NullMarked;
