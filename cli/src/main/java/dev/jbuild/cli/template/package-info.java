/** The templates of {@code --format}: those of Go's text/template with docker's functions. */
@NullMarked
package dev.jbuild.cli.template;

import org.jspecify.annotations.NullMarked;
