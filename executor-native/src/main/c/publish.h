/* Published ports: a process beside the container listens on the host and connects to the container from within its
 * network namespace. It knows the namespace alone, so it is the same for every kind of network and of isolation. */
#pragma once

#include "exec.h"

struct publisher {
    pid_t pid;    /* of the proxy, 0 when there is none */
    int stop;     /* closing it ends the proxy when what it holds for clients is delivered */
    char **shown; /* "127.0.0.1:8080->80/tcp", of the ports that we chose */
    size_t count;
};

/* init: a pidfd. Listens, and returns when connections are taken; the container may start later. */
int publish_start(const struct agent *a, const struct container *c, int init, struct publisher *p, struct failure *f);
/* patient: what the container said before its end still reaches the clients. */
void publish_stop(struct publisher *p, bool patient);
