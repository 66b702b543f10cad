/* Users and owners for a container that has one id. Its system calls that change or show them are answered by a process
 * of ours (seccomp user notification): files get a note of their owner, processes a line in a table. What a user may
 * do is not judged: every process stays root in the kernel's eyes. */
#pragma once

#include "agent.h"

/* In init, at its new root and while it may still set filters: traps the calls and sends the listener. */
int trap_calls(int socket, struct failure *f);

/* In a process of its own: answers until the container's processes are gone. */
void answer_calls(const struct agent *a, int socket);
