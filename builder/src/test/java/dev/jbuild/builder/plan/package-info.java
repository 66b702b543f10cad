/** Tests of planning: from the text of a Dockerfile to vertices, config and history. */
@NullMarked
package dev.jbuild.builder.plan;

import org.jspecify.annotations.NullMarked;
