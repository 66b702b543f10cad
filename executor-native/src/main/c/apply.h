/* A stream of entries becomes a directory in the format of an overlay upper (APPLY). */
#pragma once

#include "agent.h"
#include "wire.h"

int serve_apply(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
