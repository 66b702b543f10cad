/* The literals and matches of one block of deflate, and how they are written (RFC 1951, 3.2). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "prefix_code.h"

#define LONGEST_MATCH 258
#define NEAR_DISTANCES 256
#define FAR_SHIFT 7
#define TOKENS (32 * 1024)
/* More than is ever added between two looks at tokens_full. */
#define TOKENS_RESERVE 256

/* Which symbol stands for a length or a distance, and how many bits follow it (RFC 1951, 3.2.5). */
struct symbols {
    uint16_t of_length[LONGEST_MATCH + 1];
    uint8_t of_distance[2 * NEAR_DISTANCES]; /* by distance less one up to 255, after that by its upper bits */
    uint16_t length_base[LITERALS], distance_base[DISTANCES];
    uint8_t length_extra[LITERALS], distance_extra[DISTANCES];
};

struct tokens {
    struct symbols symbols;
    uint32_t count;
    uint32_t all[TOKENS]; /* a byte, or a distance above nine bits of length */
    uint32_t literal_counts[LITERALS], distance_counts[DISTANCES];
    struct prefix_code literals, distances;
    struct block_head head;
    uint32_t length_bits[LONGEST_MATCH + 1];
    uint8_t length_sizes[LONGEST_MATCH + 1];
};

void tokens_init(struct tokens *tokens);
void tokens_clear(struct tokens *tokens);

static inline bool tokens_full(const struct tokens *tokens)
{
    return tokens->count >= TOKENS - TOKENS_RESERVE;
}

static inline void add_literal(struct tokens *tokens, uint8_t value)
{
    tokens->all[tokens->count++] = value;
    tokens->literal_counts[value]++;
}

static inline unsigned distance_symbol(const struct symbols *symbols, uint32_t distance)
{
    uint32_t less = distance - 1;
    return symbols->of_distance[less < NEAR_DISTANCES ? less : NEAR_DISTANCES + (less >> FAR_SHIFT)];
}

static inline void add_match(struct tokens *tokens, uint32_t distance, uint32_t length)
{
    tokens->all[tokens->count++] = distance << 9 | length;
    tokens->literal_counts[tokens->symbols.of_length[length]]++;
    tokens->distance_counts[distance_symbol(&tokens->symbols, distance)]++;
}

/* Writes what the tokens stand for, which is bytes[from] to bytes[to - 1], and clears. */
void tokens_write(struct tokens *tokens, struct bits *out, const uint8_t *bytes, uint32_t from, uint32_t to);
void stored_write(struct bits *out, const uint8_t *bytes, uint32_t from, uint32_t to);
