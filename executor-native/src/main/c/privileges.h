/* What the command is left with: limits, ids, capabilities. In this order, each with the rights of the one before. */
#pragma once

#include "account.h"
#include "exec.h"

int set_rlimits(const struct container *c, struct failure *f);
int drop_privileges(const struct agent *a, const struct container *c, const struct account *account, struct failure *f);
