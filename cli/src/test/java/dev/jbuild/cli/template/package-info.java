@NullMarked
package dev.jbuild.cli.template;

import org.jspecify.annotations.NullMarked;
