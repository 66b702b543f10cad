/** Text as the reference implementation treats it: its white space, its quoting, its bytes. */
@NullMarked
package dev.jbuild.parser.text;

import org.jspecify.annotations.NullMarked;
