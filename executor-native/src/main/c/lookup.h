/* ACCOUNT: the numbers of a user, for a runtime that takes only numbers. */
#pragma once

#include "agent.h"
#include "wire.h"

int serve_account(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
