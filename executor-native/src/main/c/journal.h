/* What a container wrote, on disk: records of u8 stream (1 stdout, 2 stderr), 3 zero bytes, u32 length, u64 nanoseconds
 * since the epoch, bytes (all little endian). Two files, the older of which goes when the newer is full. */
#pragma once

#include "base.h"

#define JOURNAL "log"
#define JOURNAL_OLD "log.1"
#define JOURNAL_LIMIT (8U << 20)

struct journal {
    int directory; /* not ours */
    int file;
    size_t length;
};

/* Goes on after the last whole record. */
int journal_open(struct journal *j, int directory, struct failure *f);
/* A full disk loses output, and stops nothing. */
void journal_write(struct journal *j, int stream, const void *bytes, size_t length);
void journal_close(struct journal *j);
