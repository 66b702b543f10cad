/* Root file systems without overlayfs: the layers are copied into one directory, and what a command changed in it is
 * found by inode and ctime. Whiteouts and opaque directories of such layers have marks of our own, because a
 * directory on an overlayfs can hold none of those of overlayfs. */
#pragma once

#include "overlay.h"

#define WHITEOUT_MARK "user.jbuild.whiteout"
#define OPAQUE_MARK "user.jbuild.opaque"

struct known {
    char *path; /* NULL = free slot */
    ino_t inode;
    struct timespec changed;
    bool seen;
};

struct copy {
    int root; /* the merged directory */
    struct known *table;
    size_t count, slots;
    char **excluded; /* paths that are no part of the layer */
    size_t excluded_count;
};

/* Merges the layers, bottom first, into the directory, which is empty. */
int copy_layers(const struct layers *layers, int directory, struct failure *f);
/* Copies one directory of files as they are, with its own attributes. */
int copy_directory(int from, int to, struct failure *f);
/* From here on changes count. Returns when the clock has gone on, so that each change has another ctime. */
int copy_remember(struct copy *c, struct failure *f);
void copy_exclude(struct copy *c, const char *path);
/* Fills the upper with what has changed since. */
int copy_difference(struct copy *c, int upper, struct failure *f);

/* A whiteout in the form of such layers. */
int make_whiteout_mark(int parent, const char *name);
bool is_whiteout_mark(int parent, const char *name, mode_t mode);
