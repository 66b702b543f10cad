/* The way out of a network: slirp4netns in a network namespace of its own, whose frames we pass on. */
#pragma once

#include "tap.h"

struct uplink {
    int fd; /* a packet socket */
    pid_t pid;
};

/* Which addresses of its subnet slirp4netns has. */
#define SLIRP_GATEWAY 2
#define SLIRP_RESOLVER 3

/* Leaves the caller in a new namespace; slirp4netns stays where the caller was, and ends when we do. */
int uplink_start(struct in_addr base, unsigned prefix, struct uplink *u, struct failure *f);
