/** Tests of SBOMs. */
@NullMarked
package dev.jbuild.builder.sbom;

import org.jspecify.annotations.NullMarked;
