/* Process 1 of a container that is not its command, as docker's --init: it passes signals on and reaps orphans. */
#pragma once

#include "base.h"

/* Returns in the child, which is to become the command; 0 or a failure. The father never returns. */
int become_reaper(int report, bool tty, struct failure *f);
