#include "tokens.h"

#include <string.h>

#define END_OF_BLOCK 256
#define FIRST_LENGTH 257
#define LENGTHS 29
#define LONGEST_CODE 15
#define LARGEST_STORED 65535U

void tokens_init(struct tokens *tokens)
{
    struct symbols *s = &tokens->symbols;
    uint32_t length = 3, distance = 1;
    memset(s, 0, sizeof *s);
    for (uint32_t i = 0; i < LENGTHS; i++) {
        bool last = i == LENGTHS - 1; /* 258 has a symbol of its own */
        uint32_t extra = i < 8 || last ? 0 : (i >> 2) - 1;
        length = last ? LONGEST_MATCH : length;
        s->length_base[FIRST_LENGTH + i] = (uint16_t)length;
        s->length_extra[FIRST_LENGTH + i] = (uint8_t)extra;
        for (uint32_t k = 0; k < 1U << extra && length + k <= LONGEST_MATCH; k++)
            s->of_length[length + k] = (uint16_t)(FIRST_LENGTH + i);
        length += 1U << extra;
    }
    for (uint32_t i = 0; i < DISTANCES; i++) {
        uint32_t extra = i < 4 ? 0 : (i >> 1) - 1;
        s->distance_base[i] = (uint16_t)distance;
        s->distance_extra[i] = (uint8_t)extra;
        for (uint32_t k = 0; k < 1U << extra; k++) {
            uint32_t less = distance + k - 1;
            s->of_distance[less < NEAR_DISTANCES ? less : NEAR_DISTANCES + (less >> FAR_SHIFT)] = (uint8_t)i;
        }
        distance += 1U << extra;
    }
    tokens_clear(tokens);
}

void tokens_clear(struct tokens *tokens)
{
    tokens->count = 0;
    memset(tokens->literal_counts, 0, sizeof tokens->literal_counts);
    memset(tokens->distance_counts, 0, sizeof tokens->distance_counts);
}

static uint64_t size_in_bits(const struct tokens *tokens)
{
    uint64_t size = tokens->head.size;
    for (unsigned i = 0; i < LITERALS; i++)
        size += (uint64_t)tokens->literal_counts[i] * (tokens->literals.lengths[i] + tokens->symbols.length_extra[i]);
    for (unsigned i = 0; i < DISTANCES; i++)
        size += (uint64_t)tokens->distance_counts[i] *
                (uint64_t)(tokens->distances.lengths[i] + tokens->symbols.distance_extra[i]);
    return size;
}

/* The code of each length with its extra bits, so that a match is two lookups. */
static void prepare_lengths(struct tokens *tokens)
{
    for (unsigned length = 3; length <= LONGEST_MATCH; length++) {
        unsigned symbol = tokens->symbols.of_length[length];
        unsigned size = tokens->literals.lengths[symbol];
        unsigned extra = length - tokens->symbols.length_base[symbol];
        tokens->length_bits[length] = tokens->literals.codes[symbol] | extra << size;
        tokens->length_sizes[length] = (uint8_t)(size + tokens->symbols.length_extra[symbol]);
    }
}

static void write_tokens(struct tokens *tokens, struct bits *to)
{
    const struct symbols *s = &tokens->symbols;
    struct bits out = *to;
    prepare_lengths(tokens);
    for (uint32_t i = 0; i < tokens->count; i++) {
        uint32_t token = tokens->all[i];
        if (token < END_OF_BLOCK) {
            put_bits(&out, tokens->literals.codes[token], tokens->literals.lengths[token]);
            continue;
        }
        uint32_t length = token & 511, distance = token >> 9;
        uint64_t bits = tokens->length_bits[length];
        unsigned size = tokens->length_sizes[length], symbol = distance_symbol(s, distance);
        bits |= (uint64_t)tokens->distances.codes[symbol] << size;
        size += tokens->distances.lengths[symbol];
        bits |= (uint64_t)(distance - s->distance_base[symbol]) << size;
        put_bits(&out, bits, size + s->distance_extra[symbol]);
    }
    put_bits(&out, tokens->literals.codes[END_OF_BLOCK], tokens->literals.lengths[END_OF_BLOCK]);
    *to = out;
}

void tokens_write(struct tokens *tokens, struct bits *out, const uint8_t *bytes, uint32_t from, uint32_t to)
{
    if (tokens->count == 0)
        return;
    tokens->literal_counts[END_OF_BLOCK] = 1;
    prefix_code_build(&tokens->literals, tokens->literal_counts, LITERALS, LONGEST_CODE);
    prefix_code_build(&tokens->distances, tokens->distance_counts, DISTANCES, LONGEST_CODE);
    block_head_take(&tokens->head, tokens->literals.lengths, tokens->distances.lengths);
    if (size_in_bits(tokens) / 8 > to - from) {
        stored_write(out, bytes, from, to);
    } else {
        put_bits(out, 4, 3); /* not the last block; codes of its own */
        block_head_write(&tokens->head, out);
        write_tokens(tokens, out);
    }
    tokens_clear(tokens);
}

void stored_write(struct bits *out, const uint8_t *bytes, uint32_t from, uint32_t to)
{
    do {
        uint32_t size = to - from < LARGEST_STORED ? to - from : LARGEST_STORED;
        put_bits(out, 0, 3);
        if (out->count > 0)
            put_bits(out, 0, 8 - out->count);
        put_bits(out, size | (uint64_t)(uint16_t)~size << 16, 32);
        memcpy(out->next, bytes + from, size);
        out->next += size;
        from += size;
    } while (from < to);
}
