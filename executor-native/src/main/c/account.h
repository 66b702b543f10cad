/* The user of a command, looked up in the files of its own root file system. */
#pragma once

#include "base.h"

#define MOST_GROUPS 256

struct account {
    uid_t uid;
    gid_t gid;
    gid_t groups[MOST_GROUPS];
    size_t group_count;
    char *home;
};

/* user as in an image config: "", "name", "1000", "name:group", "1000:1000". The caller's root is the container's. */
int find_account(const char *user, struct account *account, struct failure *f);
