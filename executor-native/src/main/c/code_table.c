#include "code_table.h"

#define MOST_SYMBOLS 320

struct sorted {
    uint16_t counts[LONGEST_CODE + 1];
    uint16_t symbols[MOST_SYMBOLS]; /* by length, then by number */
    unsigned longest;
};

/* How many codes of the longest length would be left; negative for more symbols than there are codes. */
static int sort(struct sorted *s, const uint8_t *lengths, unsigned count)
{
    uint16_t places[LONGEST_CODE + 2] = {0};
    int left = 1;
    *s = (struct sorted){.longest = 0};
    for (unsigned i = 0; i < count; i++)
        s->counts[lengths[i]]++;
    s->counts[0] = 0;
    for (unsigned length = 1; length <= LONGEST_CODE; length++) {
        if (s->counts[length])
            s->longest = length;
        left = left * 2 - s->counts[length];
        if (left < 0)
            return left;
        places[length + 1] = (uint16_t)(places[length] + s->counts[length]);
    }
    for (unsigned i = 0; i < count; i++)
        if (lengths[i])
            s->symbols[places[lengths[i]]++] = (uint16_t)i;
    return left;
}

/* The next code of this length, lowest bit first. */
static uint32_t next_code(uint32_t code, unsigned length)
{
    uint32_t bit = 1U << (length - 1);
    while (code & bit)
        bit >>= 1;
    return bit ? (code & (bit - 1)) | bit : 0;
}

/* How many bits decide between all codes that begin as this one does. */
static unsigned bits_below(const struct sorted *s, unsigned left_of_length, unsigned length, unsigned bits)
{
    unsigned more = length - bits;
    int left = (1 << more) - (int)left_of_length;
    while (more + bits < s->longest && left > 0) {
        more++;
        left = left * 2 - s->counts[more + bits];
    }
    return more;
}

bool code_table_build(uint32_t *entries, unsigned most, unsigned bits, const uint8_t *lengths, unsigned count,
                      uint32_t (*entry)(unsigned symbol), bool alone)
{
    struct sorted s;
    int left = sort(&s, lengths, count);
    if (left < 0 || (left > 0 && !(alone && s.longest <= 1)))
        return false;
    uint32_t code = 0, begun = ~0U, mask = (1U << bits) - 1;
    unsigned used = 1U << bits, place = 0, more = 0;
    const uint16_t *symbol = s.symbols;
    for (unsigned i = 0; i < used; i++)
        entries[i] = ENTRY_OTHER;
    for (unsigned length = 1; length <= s.longest; length++) {
        for (unsigned rest = s.counts[length]; rest > 0; rest--, code = next_code(code, length)) {
            uint32_t value = entry(*symbol++);
            if (length <= bits) {
                for (uint32_t i = code; i <= mask; i += 1U << length)
                    entries[i] = value | length;
                continue;
            }
            if ((code & mask) != begun) {
                begun = code & mask;
                more = bits_below(&s, rest, length, bits);
                place = used;
                used += 1U << more;
                if (used > most)
                    return false;
                entries[begun] = place << 16 | ENTRY_OTHER | ENTRY_LONGER | more << 8 | bits;
            }
            for (uint32_t i = code >> bits; i < 1U << more; i += 1U << (length - bits))
                entries[place + i] = value | (length - bits);
        }
    }
    return true;
}
