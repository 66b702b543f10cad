/* Which ids the agent gets, and the errors that say what to install or configure when it cannot have them. */
#pragma once

#include "agent.h"

/* Whether this user can have the rung at all, and which ids it has then. */
int check_rung(enum rung rung, enum ids *ids, struct failure *f);
/* Writes the maps of the process, which waits for it in its new user namespace. */
int write_maps(enum ids ids, pid_t process, struct failure *f);
/* The greatest user id that is mapped here. */
unsigned greatest_id(void);
/* A map of every id inside the given map as itself. */
char *same_ids(const char *map);
/* Why a user or mount namespace could not be made, in words that name the setting. */
int explain_namespace(enum rung rung, int errnum, struct failure *f);
