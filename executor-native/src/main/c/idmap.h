/* Which ids the agent gets, and the errors that say what to install or configure when it cannot have them. */
#pragma once

#include "agent.h"

/* Chooses the rung; AUTO never picks one that flattens ownership. */
int choose_rung(enum rung wanted, enum rung *chosen, struct failure *f);
/* Writes the maps of the process, which waits for it in its new user namespace. */
int write_maps(enum rung rung, pid_t process, struct failure *f);
/* Why a user or mount namespace could not be made, in words that name the setting. */
int explain_namespace(enum rung rung, int errnum, struct failure *f);
