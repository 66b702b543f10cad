/* Places in a root file system that need not exist yet: mount targets and their stubs. */
#pragma once

#include "base.h"

/* Follows the links of a path as if root were "/". *place is the path without links; its missing rest is kept. */
int resolve_place(int root, const char *path, char **place, bool *exists, struct failure *f);

/* When target is missing in the view, makes it in the stub layer, its existing parents copied with their attributes,
 * so that a mount target never shows up in the upper. *made is set when something was made. */
int make_stub(int view, int stubs, const char *target, bool directory, bool *made, struct failure *f);

/* Owner, mode, extended attributes and times. */
int copy_attributes(int from, int to, struct failure *f);
