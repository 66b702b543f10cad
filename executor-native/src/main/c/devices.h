/* Which devices a container may open: docker's list and those that it was given. */
#pragma once

#include "cgroup.h"

/* The program for containers without devices of their own. */
int load_standard_program(struct failure *f);
/* By a program on a group of version 2, or by the devices controller of version 1. */
int control_devices(const struct agent *a, const struct leaf *leaf, const struct container *c, struct failure *f);
