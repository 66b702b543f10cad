/* The mounts of a container, made before it gives up its privileges. Every target is resolved inside the new root. */
#pragma once

#include "exec.h"

/* Mounts the root and all below it; returns the descriptor of the root. *terminal receives the pty's slave. */
int build_rootfs(const struct agent *a, const struct container *c, const struct stage *s, int *terminal,
                 struct failure *f);
/* Makes the built root "/" and lets go of the host's. */
int enter_rootfs(int root, struct failure *f);
