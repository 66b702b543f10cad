#include "inflate_head.h"

#define LITERALS 288
#define DISTANCES 32
#define END_OF_BLOCK 256
#define LENGTH_ORDER 19

void unread(struct place *p)
{
    p->in -= p->count >> 3;
    p->count &= 7;
    p->bits &= (1U << p->count) - 1;
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

bool read_head(struct inflater *z, struct place *p)
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
