#include "deflate.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "tokens.h"
#include "worker.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "matches are compared, and bits are written, lowest byte first"
#endif

#define SHORT_BITS 15
#define LONG_BITS 16
#define NOWHERE (-DEFLATE_WINDOW - 1)
/* Bytes at the end that are not looked up, so that what reads eight stays inside. */
#define TAIL 16
/* Matches of this length and more are taken as they are. */
#define LONG_ENOUGH 16
/* After so many bytes without a match, one byte more is passed over each time. */
#define PATIENCE 64
#define LONGEST_STEP 64
#define MOST_STRIDE 2

/* Two tables remember where four and where eight bytes were last; each place is looked up once in each. */
struct deflater {
    int32_t shorts[1 << SHORT_BITS];
    int32_t longs[1 << LONG_BITS];
    struct tokens tokens;
};

struct match {
    uint32_t distance, length; /* none: 0 */
};

struct deflater *deflater_new(void)
{
    struct deflater *deflater = malloc(sizeof *deflater);
    if (deflater)
        tokens_init(&deflater->tokens);
    return deflater;
}

static inline uint32_t four(const uint8_t *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static inline uint64_t eight(const uint8_t *bytes)
{
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static inline int32_t *short_slot(struct deflater *d, uint32_t value)
{
    return &d->shorts[value * 0x9E3779B1U >> (32 - SHORT_BITS)];
}

static inline int32_t *long_slot(struct deflater *d, uint64_t value)
{
    return &d->longs[value * 0x9E3779B185EBCA87ULL >> (64 - LONG_BITS)];
}

static inline void remember(struct deflater *d, const uint8_t *bytes, int32_t at)
{
    uint64_t value = eight(bytes + at);
    *long_slot(d, value) = at;
    *short_slot(d, (uint32_t)value) = at;
}

/* How long two places are equal, of which `length` bytes are known to be. */
static inline uint32_t equal_length(const uint8_t *bytes, int32_t before, int32_t at, uint32_t length, int32_t to)
{
    uint32_t most = to - at < LONGEST_MATCH ? (uint32_t)(to - at) : LONGEST_MATCH;
    const uint8_t *a = bytes + before, *b = bytes + at;
    while (length + 8 <= most) {
        uint64_t difference = eight(a + length) ^ eight(b + length);
        if (difference != 0)
            return length + (uint32_t)__builtin_ctzll(difference) / 8;
        length += 8;
    }
    while (length < most && a[length] == b[length])
        length++;
    return length;
}

static inline struct match find_long(struct deflater *d, const uint8_t *bytes, int32_t at, int32_t to)
{
    uint64_t value = eight(bytes + at);
    int32_t *slot = long_slot(d, value), before = *slot;
    *slot = at;
    if (before >= at - DEFLATE_WINDOW && before >= 0 && eight(bytes + before) == value)
        return (struct match){(uint32_t)(at - before), equal_length(bytes, before, at, 8, to)};
    return (struct match){0, 0};
}

static inline struct match find(struct deflater *d, const uint8_t *bytes, int32_t at, int32_t to)
{
    uint32_t value = four(bytes + at);
    int32_t *slot = short_slot(d, value), before = *slot;
    *slot = at;
    struct match match = find_long(d, bytes, at, to);
    if (match.length == 0 && before >= at - DEFLATE_WINDOW && before >= 0 && four(bytes + before) == value)
        return (struct match){(uint32_t)(at - before), equal_length(bytes, before, at, 4, to)};
    return match;
}

static inline void remember_all(struct deflater *d, const uint8_t *bytes, int32_t from, int32_t to, int32_t step)
{
    for (int32_t at = from; at < to; at += step)
        remember(d, bytes, at);
}

static inline void remember_inside(struct deflater *d, const uint8_t *bytes, int32_t at, int32_t end, int32_t last,
                                   int32_t stride)
{
    if (stride > 0) {
        remember_all(d, bytes, at + 1, end < last ? end : last, stride);
    } else if (end < last) {
        remember(d, bytes, at + 2);
        *long_slot(d, eight(bytes + end - 2)) = end - 2;
        *short_slot(d, four(bytes + end - 1)) = end - 1;
    }
}

static inline int32_t pass_over(struct tokens *tokens, const uint8_t *bytes, int32_t at, int32_t last, int32_t misses)
{
    int32_t step = 1 + misses / PATIENCE;
    int32_t end = at + (step < LONGEST_STEP ? step : LONGEST_STEP);
    if (end > last)
        end = last;
    while (at < end)
        add_literal(tokens, bytes[at++]);
    return at;
}

/* Goes on until there are enough tokens for a block, or to the end; where it stopped. */
static inline int32_t parse(struct deflater *d, const uint8_t *bytes, int32_t at, int32_t to, int32_t stride)
{
    struct tokens *tokens = &d->tokens;
    int32_t last = to - TAIL, misses = 0;
    while (at < last && !tokens_full(tokens)) {
        struct match match = find(d, bytes, at, to);
        if (match.length == 0) {
            at = pass_over(tokens, bytes, at, last, misses++);
            continue;
        }
        misses = 0;
        if (match.length < LONG_ENOUGH) {
            struct match next = find_long(d, bytes, at + 1, to);
            if (next.length > match.length) {
                add_literal(tokens, bytes[at++]);
                match = next;
            }
        }
        add_match(tokens, match.distance, match.length);
        int32_t end = at + (int32_t)match.length;
        remember_inside(d, bytes, at, end, last, stride);
        at = end;
    }
    while (at >= last && at < to && !tokens_full(tokens))
        add_literal(tokens, bytes[at++]);
    return at;
}

/* Each stride has a copy of the loop that is compiled for it. */
static int32_t parse_by(struct deflater *d, unsigned stride, const uint8_t *bytes, int32_t at, int32_t to)
{
    return stride == 0   ? parse(d, bytes, at, to, 0)
           : stride == 1 ? parse(d, bytes, at, to, 1)
                         : parse(d, bytes, at, to, 2);
}

size_t deflate_block(struct deflater *d, unsigned stride, const uint8_t *bytes, uint32_t start, uint32_t from,
                     uint32_t to, uint8_t *out)
{
    struct bits bits = {.next = out};
    int32_t known = (int32_t)(to < TAIL ? 0 : to - TAIL), at = (int32_t)from;
    for (size_t i = 0; i < sizeof d->shorts / sizeof *d->shorts; i++)
        d->shorts[i] = NOWHERE;
    for (size_t i = 0; i < sizeof d->longs / sizeof *d->longs; i++)
        d->longs[i] = NOWHERE;
    tokens_clear(&d->tokens);
    remember_all(d, bytes, (int32_t)start, at < known ? at : known, stride > 0 ? (int32_t)stride : 1);
    while (at < (int32_t)to) {
        uint32_t written = (uint32_t)at;
        at = parse_by(d, stride, bytes, at, (int32_t)to);
        tokens_write(&d->tokens, &bits, bytes, written, (uint32_t)at);
    }
    stored_write(&bits, bytes, to, to);
    return (size_t)(bits.next - out);
}

struct request {
    uint32_t stride, start, from, to;
};

static int serve(void *context, uint8_t *area)
{
    struct deflater *deflater = context;
    struct request request;
    int got;
    while ((got = read_whole(STDIN_FILENO, &request, sizeof request)) > 0) {
        if (request.stride > MOST_STRIDE || request.start > request.from || request.from > request.to ||
            request.to > DEFLATE_INPUT || request.to - request.from > DEFLATE_BLOCK)
            return 2;
        uint32_t length = (uint32_t)deflate_block(deflater, request.stride, area, request.start, request.from,
                                                  request.to, area + DEFLATE_INPUT);
        if (write_whole(STDOUT_FILENO, &length, sizeof length) < 0)
            return 1;
    }
    return got < 0 ? 1 : 0;
}

int deflate_main(int argc, char **argv)
{
    AUTO_FREE struct deflater *deflater = deflater_new();
    return worker_main("deflate", argc, argv, DEFLATE_INPUT + DEFLATE_OUTPUT, deflater, serve);
}
