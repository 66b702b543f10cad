/* Root file systems of containers where overlayfs cannot be had, and containers without mounts (isolation chroot). */
#pragma once

#include "copy.h"
#include "exec.h"

#define COPY_ROOT "copy" /* in the scratch directory */

/* In the handler, before init starts: the merged layers, mount targets, and without mounts also /dev and files. */
int prepare_copy(const struct agent *a, const struct container *c, struct copy *copy, struct failure *f);
/* After its end: the upper. */
int finish_copy(const struct agent *a, const struct container *c, struct copy *copy, struct failure *f);

/* In init, in place of entering a new mount namespace. */
int enter_chroot(const struct container *c, struct failure *f);
/* What this isolation cannot give. */
int check_chroot(const struct container *c, struct failure *f);
