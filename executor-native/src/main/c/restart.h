/* Whether and when a container that ended starts again, as docker's --restart says. */
#pragma once

#include "base.h"

enum restart_kind { RESTART_NO = 0, RESTART_ON_FAILURE = 1, RESTART_ALWAYS = 2 };

struct restart_spec {
    uint64_t kind;
    uint64_t most; /* on failure; 0 = any number */
};

struct restarts {
    uint64_t count;
    int pause_ms; /* before the next; 0 before the first */
};

/* Whether one that ended with `code` is to start again. */
bool restart_wanted(const struct restart_spec *s, const struct restarts *r, int code);

/* Waits longer from time to time, unless the container ran for a while. False when `unwanted` became readable, before
 * or meanwhile. */
bool restart_wait(struct restarts *r, int64_t ran_ms, int unwanted);
