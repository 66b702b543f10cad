/* One file system object on the wire, as in dev.jbuild.oci.layer.LayerEntry. */
#pragma once

/* The attribute of a file's capabilities. */
#define CAPABILITY "security.capability"

#include "wire.h"

enum entry_kind {
    E_DIRECTORY = 0,
    E_FILE = 1,
    E_SYMLINK = 2,
    E_HARD_LINK = 3,
    E_BLOCK = 4,
    E_CHARACTER = 5,
    E_FIFO = 6,
    E_WHITEOUT = 7,
    E_OPAQUE = 8,
};

struct xattr {
    char *name;
    const uint8_t *value;
    size_t length;
};

struct entry {
    enum entry_kind kind;
    char *path; /* relative to the root, "" = the root */
    char *link; /* target of a symbolic or hard link */
    mode_t mode;
    uint32_t uid, gid;
    int64_t seconds;
    uint32_t nanos;
    uint64_t size;
    uint32_t major, minor;
    struct xattr *xattrs;
    size_t xattr_count;
};

/* Values point into the frame; free_entry releases the rest. Refuses a path with empty, "." or ".." components. */
int parse_entry(const struct frame *frame, struct entry *e, struct failure *f);
void free_entry(struct entry *e);
void put_entry(struct message *m, const struct entry *e);
