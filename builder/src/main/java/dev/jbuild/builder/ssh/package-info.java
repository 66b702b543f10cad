/**
 * Agents for {@code RUN --mount=type=ssh} and git: a socket, and behind it the agent of the user or
 * private keys (draft-ietf-sshm-ssh-agent).
 */
@NullMarked
package dev.jbuild.builder.ssh;

import org.jspecify.annotations.NullMarked;
