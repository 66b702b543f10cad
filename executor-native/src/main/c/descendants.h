/* Ends of process trees where no pid namespace does it. */
#pragma once

#include "base.h"

/* From now on what our descendants leave behind becomes our child. */
void adopt_orphans(void);
/* Kills and reaps all children, and theirs as they become ours; not those that are kept. */
void kill_children(const pid_t *kept, size_t count);
