/**
 * Agents for {@code RUN --mount=type=ssh}: a socket that a container gets, and behind it the agent
 * of the user or private keys (draft-ietf-sshm-ssh-agent). Knows nothing of builds.
 */
@NullMarked
package dev.jbuild.builder.ssh;

import org.jspecify.annotations.NullMarked;
