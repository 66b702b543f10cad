/* A stream of entries becomes a directory in the format of an overlay upper (APPLY). */
#pragma once

#include "agent.h"
#include "wire.h"

/* The entries that come go into a directory that is there. */
int apply_into(struct agent *a, struct channel *c, int directory, struct failure *f);
int serve_apply(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
