/* Canonical prefix codes of limited length (RFC 1951, 3.2.2), and how a block begins (3.2.7). */
#pragma once

#include <stdint.h>

#define LITERALS 286
#define DISTANCES 30
#define CODE_LENGTHS 19

struct bits {
    uint8_t *next;
    uint64_t pending;
    unsigned count;
};

/* At most 56 bits; writes eight bytes ahead. */
static inline void put_bits(struct bits *bits, uint64_t value, unsigned count)
{
    bits->pending |= value << bits->count;
    bits->count += count;
    __builtin_memcpy(bits->next, &bits->pending, sizeof bits->pending);
    bits->next += bits->count >> 3;
    bits->pending >>= bits->count & ~7U;
    bits->count &= 7;
}

struct prefix_code {
    uint8_t lengths[LITERALS];
    uint16_t codes[LITERALS]; /* in the order in which bits are written */
};

/* The code of `count` symbols with these frequencies; no code is longer than `limit`. */
void prefix_code_build(struct prefix_code *code, const uint32_t *frequencies, unsigned count, unsigned limit);

/* How the lengths of both codes of a block are told, as runs with a code of their own. */
struct block_head {
    struct prefix_code code;
    uint16_t runs[LITERALS + DISTANCES]; /* a symbol and, above it, its extra bits */
    unsigned run_count, literals, distances, codes;
    uint64_t size; /* in bits */
};

void block_head_take(struct block_head *head, const uint8_t *literal_lengths, const uint8_t *distance_lengths);
void block_head_write(const struct block_head *head, struct bits *out);
