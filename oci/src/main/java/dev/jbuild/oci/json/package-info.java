/** Reads and writes JSON as plain Java values, fast enough for the path of every build. */
@NullMarked
package dev.jbuild.oci.json;

import org.jspecify.annotations.NullMarked;
