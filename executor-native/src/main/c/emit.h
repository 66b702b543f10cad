/* Directories as streams of entries, sorted by path components: an overlay upper (DIFF), a merged view (READ). */
#pragma once

#include "agent.h"
#include "overlay.h"
#include "wire.h"

int serve_diff(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
/* The view of some layers, bottom first, and what is at a path of one, or of another root. */
int open_view(const struct agent *a, const struct layers *layers, struct failure *f);
int emit_path(struct agent *a, struct channel *c, int root, const char *path, struct failure *f);
int serve_read(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
