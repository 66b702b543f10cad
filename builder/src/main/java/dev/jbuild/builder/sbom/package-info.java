/** What software an image has, read from its files, and how that is told (SPDX, CycloneDX). */
@NullMarked
package dev.jbuild.builder.sbom;

import org.jspecify.annotations.NullMarked;
