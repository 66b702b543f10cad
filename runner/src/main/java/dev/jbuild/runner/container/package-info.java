/**
 * Containers that are listed, by name and by number, while they run and afterwards. Each has a
 * directory in the store; what starts it is gone while it runs, and its native helper writes down
 * what becomes of it: docs/decisions/0026-containers-that-outlive-the-command.md.
 */
@NullMarked
package dev.jbuild.runner.container;

import org.jspecify.annotations.NullMarked;
