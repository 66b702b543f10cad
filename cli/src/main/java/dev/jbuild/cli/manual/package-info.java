/** Manual pages, written from the model of the commands. */
@NullMarked
package dev.jbuild.cli.manual;

import org.jspecify.annotations.NullMarked;
