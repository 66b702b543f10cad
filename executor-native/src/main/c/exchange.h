/* Files out of the listed container and into it, while it runs (by the root of its init) or not (by its layers). */
#pragma once

#include "agent.h"
#include "wire.h"

/* path [follow] [layers] -> STARTED with the path that it is, then as READ */
int serve_get(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
/* path, kind of the source, its name [layers, upper] -> STARTED with the name to put it under, then as APPLY */
int serve_put(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
