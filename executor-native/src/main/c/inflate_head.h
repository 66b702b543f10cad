/* How the blocks of deflate begin (RFC 1951, 3.2.3 to 3.2.7), and where an inflater is in them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "code_table.h"

enum part { HEAD, STORED, CODES };

struct inflater {
    uint64_t bits;
    unsigned count; /* less than eight between parts */
    enum part part;
    bool last;
    uint32_t stored;  /* bytes of the block that are still to come */
    uint32_t history; /* bytes before the output that are known */
    uint32_t literals[LITERAL_ENTRIES], distances[DISTANCE_ENTRIES];
};

/* Where a call is. Some whole bytes of `bits` may still count as not consumed. */
struct place {
    uint64_t bits;
    unsigned count;
    const uint8_t *in, *in_end;
    uint8_t *out, *out_end;
    const uint8_t *oldest;
};

/* At least 56 bits. Bits above the count may be there already; they are the same ones when they are added. */
static inline void refill(struct place *p)
{
    uint64_t next;
    memcpy(&next, p->in, sizeof next);
    p->bits |= next << p->count;
    p->in += (63 - p->count) >> 3;
    p->count |= 56;
}

static inline void drop(struct place *p, unsigned count)
{
    p->bits >>= count;
    p->count -= count;
}

static inline uint32_t take(struct place *p, unsigned count)
{
    uint32_t value = (uint32_t)(p->bits & ((1ULL << count) - 1));
    drop(p, count);
    return value;
}

/* Gives whole bytes back. */
void unread(struct place *p);

/* Sets the part that follows, and its codes. False for what is no head. */
bool read_head(struct inflater *z, struct place *p);
