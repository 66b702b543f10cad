/* Where the cgroups of this process are: version 1, version 2, or both side by side. */
#pragma once

#include "base.h"

struct hierarchy {
    char *top; /* where it is mounted */
    char *own; /* the directory of our group, top or below it */
    bool unified;
};

/* From the texts of /proc/self/mountinfo and /proc/self/cgroup. A controller ("memory") has a hierarchy of version 1
 * of its own; NULL is the one of version 2. */
bool parse_hierarchy(const char *mountinfo, const char *self, const char *controller, struct hierarchy *h);

/* The hierarchy that has this controller now; false when none that we can see does. */
bool find_hierarchy(const char *controller, struct hierarchy *h);

/* The group below which a new one has the controllers (words, at least one): the nearest at or above our own. NULL,
 * with the reason. */
char *controlling_group(const struct hierarchy *h, const char *const *controllers, char *reason, size_t size);

bool has_word(const char *words, const char *word, const char *separators);
