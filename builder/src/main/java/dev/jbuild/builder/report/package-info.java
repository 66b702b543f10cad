/** What can be told of a past build: where its time went, and the bytes of its layers. */
@NullMarked
package dev.jbuild.builder.report;

import org.jspecify.annotations.NullMarked;
