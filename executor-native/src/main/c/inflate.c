#include "inflate.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "inflate_head.h"
#include "worker.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "bits are read lowest byte first"
#endif

/* More than the head of a block takes, and than one turn of the loop over codes does. */
#define HEAD_BYTES 600
#define TURN_BYTES 16

struct inflater *inflater_new(void)
{
    struct inflater *z = malloc(sizeof *z);
    if (z)
        inflater_reset(z);
    return z;
}

void inflater_reset(struct inflater *z)
{
    z->bits = 0;
    z->count = 0;
    z->part = HEAD;
    z->last = false;
    z->history = 0;
}

static bool is_past_end(const struct place *p)
{
    return p->in - (p->count >> 3) > p->in_end;
}

static void copy_stored(struct inflater *z, struct place *p)
{
    size_t size = z->stored, in = (size_t)(p->in_end - p->in), room = (size_t)(p->out_end - p->out);
    size = size < in ? size : in;
    size = size < room ? size : room;
    memcpy(p->out, p->in, size);
    p->in += size;
    p->out += size;
    z->stored -= (uint32_t)size;
}

/* May write up to 15 bytes more. */
static inline uint8_t *copy_match(uint8_t *out, uint32_t distance, uint32_t length)
{
    const uint8_t *from = out - distance;
    uint8_t *end = out + length;
    if (distance >= 16) {
        do {
            memcpy(out, from, 16);
            out += 16;
            from += 16;
        } while (out < end);
    } else if (distance >= 8) {
        do {
            memcpy(out, from, 8);
            out += 8;
            from += 8;
        } while (out < end);
    } else if (distance == 1) {
        memset(out, *from, length);
    } else {
        do
            *out++ = *from++;
        while (out < end);
    }
    return end;
}

static inline uint32_t look(const struct place *p, const uint32_t *table, unsigned bits)
{
    return table[p->bits & ((1U << bits) - 1)];
}

static inline uint32_t look_longer(struct place *p, const uint32_t *table, uint32_t entry)
{
    drop(p, ENTRY_DROP(entry));
    return table[ENTRY_VALUE(entry) + (p->bits & ((1U << ENTRY_EXTRA(entry)) - 1))];
}

static inline void put_literal(struct place *p, uint32_t entry)
{
    drop(p, ENTRY_DROP(entry));
    *p->out++ = (uint8_t)ENTRY_VALUE(entry);
}

/* The match whose length `entry` is. At most 20 of the 34 bits or more that are left go for the length. */
static inline bool put_match(struct place *p, const uint32_t *distances, uint32_t entry)
{
    drop(p, ENTRY_DROP(entry));
    uint32_t length = ENTRY_VALUE(entry) + take(p, ENTRY_EXTRA(entry));
    refill(p);
    entry = look(p, distances, DISTANCE_BITS);
    if (entry & ENTRY_LONGER)
        entry = look_longer(p, distances, entry);
    if (entry & ENTRY_OTHER)
        return false;
    drop(p, ENTRY_DROP(entry));
    uint32_t distance = ENTRY_VALUE(entry) + take(p, ENTRY_EXTRA(entry));
    if (distance > (size_t)(p->out - p->oldest))
        return false;
    p->out = copy_match(p->out, distance, length);
    return true;
}

enum turn { ON, BLOCK_ENDS, WRONG };

/* Up to three literals, or up to two and a match. */
static inline enum turn one_turn(struct place *p, const struct inflater *z)
{
    refill(p);
    uint32_t entry = look(p, z->literals, LITERAL_BITS);
    for (int i = 0; i < 2 && entry & ENTRY_LITERAL; i++) {
        put_literal(p, entry);
        entry = look(p, z->literals, LITERAL_BITS);
    }
    if (entry & ENTRY_LONGER)
        entry = look_longer(p, z->literals, entry);
    if (entry & ENTRY_LITERAL) {
        put_literal(p, entry);
        return ON;
    }
    if (entry & ENTRY_OTHER) {
        drop(p, ENTRY_DROP(entry));
        return entry & ENTRY_END ? BLOCK_ENDS : WRONG;
    }
    return put_match(p, z->distances, entry) ? ON : WRONG;
}

/* As long as a turn cannot come to the end of the input, nothing else has to be looked at. */
static enum turn read_codes(const struct inflater *z, struct place *place)
{
    struct place p = *place;
    enum turn turn = ON;
    while (turn == ON && p.out < p.out_end && p.in_end - p.in >= TURN_BYTES)
        turn = one_turn(&p, z);
    *place = p;
    return turn;
}

static enum turn read_last_codes(const struct inflater *z, struct place *p)
{
    enum turn turn = read_codes(z, p);
    while (turn == ON && p->out < p->out_end && !is_past_end(p))
        turn = one_turn(p, z);
    return turn;
}

/* Goes on to the end of the block, of the input or of the room. ON: the next call goes on here. */
static enum turn go_on(struct inflater *z, struct place *p, bool last)
{
    if (z->part == HEAD) {
        if (!last && p->in_end - p->in < HEAD_BYTES)
            return ON;
        if (!read_head(z, p))
            return WRONG;
        unread(p);
        if (is_past_end(p))
            return WRONG;
    }
    if (z->part == STORED) {
        copy_stored(z, p);
        return z->stored == 0 ? BLOCK_ENDS : ON;
    }
    enum turn turn = last ? read_last_codes(z, p) : read_codes(z, p);
    unread(p);
    return turn;
}

static enum inflate_state all_blocks(struct inflater *z, struct place *p, bool last)
{
    for (;;) {
        enum turn turn = go_on(z, p, last);
        if (is_past_end(p))
            return INFLATE_CUT_OFF;
        if (turn == WRONG)
            return INFLATE_DAMAGED;
        if (turn == ON)
            return p->out >= p->out_end ? INFLATE_FULL : last ? INFLATE_CUT_OFF : INFLATE_STARVED;
        z->part = HEAD;
        if (z->last)
            return INFLATE_ENDED;
    }
}

enum inflate_state inflate_part(struct inflater *z, uint8_t *area, uint32_t length, bool last, uint32_t *consumed,
                                uint32_t *produced)
{
    uint8_t *output = area + INFLATE_INPUT + INFLATE_PADDING + INFLATE_WINDOW;
    struct place p = {z->bits, z->count, area, area + length, output, output + INFLATE_OUTPUT, output - z->history};
    if (last)
        memset(area + length, 0, INFLATE_PADDING);
    enum inflate_state state = all_blocks(z, &p, last);
    *consumed = state >= INFLATE_DAMAGED ? length : (uint32_t)(p.in - area);
    *produced = (uint32_t)(p.out - output);
    z->bits = p.bits;
    z->count = p.count;
    size_t known = (size_t)(p.out - p.oldest);
    z->history = known < INFLATE_WINDOW ? (uint32_t)known : INFLATE_WINDOW;
    memmove(output - z->history, p.out - z->history, z->history);
    return state;
}

struct request {
    uint32_t length, flags;
};

struct answer {
    uint32_t consumed, produced, state;
};

static int serve(void *context, uint8_t *area)
{
    struct inflater *z = context;
    struct request request;
    int got;
    while ((got = read_whole(STDIN_FILENO, &request, sizeof request)) > 0) {
        struct answer answer;
        if (request.length > INFLATE_INPUT)
            return 2;
        if (request.flags & 2)
            inflater_reset(z);
        answer.state = inflate_part(z, area, request.length, request.flags & 1, &answer.consumed, &answer.produced);
        if (write_whole(STDOUT_FILENO, &answer, sizeof answer) < 0)
            return 1;
    }
    return got < 0 ? 1 : 0;
}

int inflate_main(int argc, char **argv)
{
    AUTO_FREE struct inflater *z = inflater_new();
    return worker_main("inflate", argc, argv, INFLATE_AREA, z, serve);
}
