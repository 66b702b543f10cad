/** The report of a build, as text and as a page. */
@NullMarked
package dev.jbuild.cli.report;

import org.jspecify.annotations.NullMarked;
