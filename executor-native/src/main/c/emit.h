/* Directories as streams of entries, sorted by path components: an overlay upper (DIFF), a merged view (READ). */
#pragma once

#include "agent.h"
#include "wire.h"

int serve_diff(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
int serve_read(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
