/* Owners of files where there is only one id: the kernel knows 0:0 alone, the real owner is noted beside it. A regular
 * file or directory has it in an attribute of its own; anything else, which can have none, in one of its directory. */
#pragma once

#include "base.h"

#define OWNER_PREFIX "user.jbuild."

struct owner {
    uint32_t uid, gid;
};

/* An object by its directory and name; fd is one of itself, opened O_PATH. */
struct noted {
    int parent;
    const char *name;
    int fd;
    mode_t mode;
};

/* What is noted, or 0:0. self is the caller's /proc/self. */
struct owner owner_of(int self, const struct noted *o);
/* Notes an owner, or takes the note away for 0:0; -1 with errno. */
int store_owner(int self, const struct noted *o, struct owner owner);
