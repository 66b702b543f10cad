/** How values are shown to people: tables, sizes, ages, indented JSON, the nearest spelling. */
@NullMarked
package dev.jbuild.cli.text;

import org.jspecify.annotations.NullMarked;
