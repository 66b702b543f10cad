#include "inflate.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "code_table.h"
#include "worker.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "bits are read lowest byte first"
#endif

#define LITERALS 288
#define DISTANCES 32
#define END_OF_BLOCK 256
#define LENGTH_ORDER 19
/* More than the head of a block takes, and than one turn of the loop over codes does. */
#define HEAD_BYTES 600
#define TURN_BYTES 16

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
static void unread(struct place *p)
{
    p->in -= p->count >> 3;
    p->count &= 7;
    p->bits &= (1U << p->count) - 1;
}

static bool is_past_end(const struct place *p)
{
    return p->in - (p->count >> 3) > p->in_end;
}

static uint32_t literal_entry(unsigned symbol)
{
    if (symbol < END_OF_BLOCK)
        return symbol << 16 | ENTRY_LITERAL;
    if (symbol == END_OF_BLOCK)
        return ENTRY_OTHER | ENTRY_END;
    if (symbol > 285)
        return ENTRY_OTHER;
    unsigned i = symbol - END_OF_BLOCK - 1;
    unsigned extra = i < 8 || symbol == 285 ? 0 : (i >> 2) - 1;
    unsigned base = i < 8 ? 3 + i : symbol == 285 ? 258 : 3 + ((4 + (i & 3)) << extra);
    return base << 16 | extra << 8;
}

static uint32_t distance_entry(unsigned symbol)
{
    if (symbol > 29)
        return ENTRY_OTHER;
    unsigned extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
    unsigned base = symbol < 4 ? 1 + symbol : 1 + ((2 + (symbol & 1)) << extra);
    return base << 16 | extra << 8;
}

static uint32_t plain_entry(unsigned symbol)
{
    return symbol << 16;
}

static bool build(struct inflater *z, const uint8_t *literals, unsigned literal_count, const uint8_t *distances,
                  unsigned distance_count)
{
    z->part = CODES;
    return code_table_build(z->literals, LITERAL_ENTRIES, LITERAL_BITS, literals, literal_count, literal_entry, true) &&
           code_table_build(z->distances, DISTANCE_ENTRIES, DISTANCE_BITS, distances, distance_count, distance_entry,
                            true);
}

static bool fixed_codes(struct inflater *z)
{
    uint8_t literals[LITERALS], distances[DISTANCES];
    memset(literals, 8, sizeof literals);
    memset(literals + 144, 9, 112);
    memset(literals + 256, 7, 24);
    memset(distances, 5, sizeof distances);
    return build(z, literals, LITERALS, distances, DISTANCES);
}

/* The lengths of both codes, as runs (3.2.7). */
static bool read_lengths(struct place *p, const uint32_t *table, uint8_t *lengths, unsigned count)
{
    for (unsigned i = 0; i < count;) {
        refill(p);
        uint32_t entry = table[p->bits & ((1U << CODE_LENGTH_BITS) - 1)];
        unsigned symbol = ENTRY_VALUE(entry);
        if (entry & ENTRY_OTHER)
            return false;
        drop(p, ENTRY_DROP(entry));
        if (symbol < 16) {
            lengths[i++] = (uint8_t)symbol;
            continue;
        }
        if (symbol == 16 && i == 0)
            return false;
        unsigned times = symbol == 16 ? 3 + take(p, 2) : symbol == 17 ? 3 + take(p, 3) : 11 + take(p, 7);
        if (times > count - i)
            return false;
        memset(lengths + i, symbol == 16 ? lengths[i - 1] : 0, times);
        i += times;
    }
    return true;
}

static bool dynamic_codes(struct inflater *z, struct place *p)
{
    static const uint8_t order[LENGTH_ORDER] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint32_t table[1 << CODE_LENGTH_BITS];
    uint8_t lengths[LITERALS + DISTANCES] = {0}, code[LENGTH_ORDER] = {0};
    refill(p);
    unsigned literals = 257 + take(p, 5), distances = 1 + take(p, 5), codes = 4 + take(p, 4);
    if (literals > 286 || distances > 30)
        return false;
    for (unsigned i = 0; i < codes; i++) {
        refill(p);
        code[order[i]] = (uint8_t)take(p, 3);
    }
    return code_table_build(table, 1 << CODE_LENGTH_BITS, CODE_LENGTH_BITS, code, LENGTH_ORDER, plain_entry, false) &&
           read_lengths(p, table, lengths, literals + distances) && lengths[END_OF_BLOCK] > 0 &&
           build(z, lengths, literals, lengths + literals, distances);
}

static bool stored_block(struct inflater *z, struct place *p)
{
    drop(p, p->count & 7);
    refill(p);
    uint32_t length = take(p, 16), check = take(p, 16);
    unread(p);
    z->stored = length;
    z->part = STORED;
    return length == (check ^ 0xFFFF);
}

static bool read_head(struct inflater *z, struct place *p)
{
    refill(p);
    z->last = take(p, 1);
    switch (take(p, 2)) {
    case 0:
        return stored_block(z, p);
    case 1:
        return fixed_codes(z);
    case 2:
        return dynamic_codes(z, p);
    default:
        return false;
    }
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
