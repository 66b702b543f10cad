/* A container's part in a network that several share. */
#pragma once

#include "network.h"

/* Gives the container its interface eth0, whose other end the network's holder gets; it stays until the network is
 * stopped or this process ends. */
int network_join(const struct container *c, int init, struct network *n, struct failure *f);
