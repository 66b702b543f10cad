/* A private network for a container: a user mode stack, run by us beside it, joins its namespace to the host's network.
 */
#pragma once

#include "exec.h"

struct network {
    pid_t pid;  /* of the program, 0 when there is none */
    int holder; /* connection to that of a network which several share, 0 when there is none */
};

/* Returns when the container's namespace has a way out: 10.0.2.100, with a resolver at 10.0.2.3. */
int network_start(const struct agent *a, pid_t init, struct network *n, struct failure *f);
/* Its address is another's from then on. */
void network_leave(struct network *n);
void network_stop(struct network *n);
/* The programs that are there, as words for the user. */
char *network_programs(const struct agent *a);
