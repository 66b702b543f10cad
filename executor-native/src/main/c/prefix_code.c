/* The lengths come from Moffat and Katajainen's calculation in place ("In-Place Calculation of Minimum-Redundancy
 * Codes", 1995); what is over the limit is cut and paid back by the longest codes below it. */
#include "prefix_code.h"

#include <string.h>

#define SYMBOL_BITS 16
#define LONGEST_LIMIT 15
#define REPEAT 16
#define ZEROS 17
#define MANY_ZEROS 18
#define LEAST_LITERALS 257
#define LEAST_CODES 4
#define RUN_SHIFT 8

static const uint8_t ORDER[CODE_LENGTHS] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
static const uint8_t EXTRA[CODE_LENGTHS] = {[REPEAT] = 2, [ZEROS] = 3, [MANY_ZEROS] = 7};

static unsigned symbol_of(uint64_t sorted)
{
    return (unsigned)(sorted & ((1U << SYMBOL_BITS) - 1));
}

/* The symbols that occur, the rarest first. */
static unsigned sort_symbols(uint64_t *sorted, const uint32_t *frequencies, unsigned symbols)
{
    static const unsigned GAPS[] = {132, 57, 23, 10, 4, 1};
    unsigned count = 0;
    for (unsigned i = 0; i < symbols; i++)
        if (frequencies[i] > 0)
            sorted[count++] = (uint64_t)frequencies[i] << SYMBOL_BITS | i;
    for (unsigned g = 0; g < sizeof GAPS / sizeof *GAPS; g++)
        for (unsigned i = GAPS[g]; i < count; i++) {
            uint64_t moved = sorted[i];
            unsigned to = i;
            for (; to >= GAPS[g] && sorted[to - GAPS[g]] > moved; to -= GAPS[g])
                sorted[to] = sorted[to - GAPS[g]];
            sorted[to] = moved;
        }
    return count;
}

/* Weights become the indices of their parents. */
static void join_parents(uint32_t *work, unsigned count)
{
    unsigned root = 0, leaf = 0;
    for (unsigned next = 0; next < count - 1; next++) {
        uint32_t sum = 0;
        for (int child = 0; child < 2; child++) {
            if (leaf >= count || (root < next && work[root] < work[leaf])) {
                sum += work[root];
                work[root++] = next;
            } else {
                sum += work[leaf++];
            }
        }
        work[next] = sum;
    }
}

/* How many codes have each length, the lengths without a limit cut to it and paid back. */
static void limited_depths(const uint64_t *sorted, unsigned count, unsigned limit, uint32_t *counts)
{
    uint32_t work[LITERALS];
    uint64_t kraft = 0;
    for (unsigned i = 0; i < count; i++)
        work[i] = (uint32_t)(sorted[i] >> SYMBOL_BITS);
    join_parents(work, count);
    work[count - 2] = 0;
    for (unsigned i = count - 2; i-- > 0;)
        work[i] = work[work[i]] + 1;
    unsigned available = 1, inner = count - 1;
    for (unsigned depth = 0; available > 0; depth++) {
        unsigned used = 0;
        for (; inner > 0 && work[inner - 1] == depth; inner--)
            used++;
        unsigned cut = depth < limit ? depth : limit;
        counts[cut] += available - used;
        kraft += (uint64_t)(available - used) << (limit - cut);
        available = 2 * used;
    }
    for (; kraft > 1ULL << limit; kraft--) {
        unsigned longest = limit - 1;
        while (counts[longest] == 0)
            longest--;
        counts[limit]--;
        counts[longest]--;
        counts[longest + 1] += 2;
    }
}

static uint16_t reversed(unsigned value, unsigned bits)
{
    unsigned turned = 0;
    for (unsigned i = 0; i < bits; i++)
        turned |= (value >> i & 1) << (bits - 1 - i);
    return (uint16_t)turned;
}

static void assign(struct prefix_code *code, unsigned symbols, unsigned limit)
{
    unsigned next[LONGEST_LIMIT + 2] = {0}, first = 0;
    for (unsigned i = 0; i < symbols; i++)
        if (code->lengths[i] > 0)
            next[code->lengths[i] + 1]++;
    for (unsigned length = 1; length <= limit; length++) {
        first = (first + next[length]) << 1;
        next[length] = first;
    }
    for (unsigned i = 0; i < symbols; i++) {
        unsigned length = code->lengths[i];
        code->codes[i] = length == 0 ? 0 : reversed(next[length]++, length);
    }
}

void prefix_code_build(struct prefix_code *code, const uint32_t *frequencies, unsigned symbols, unsigned limit)
{
    uint64_t sorted[LITERALS];
    unsigned count = sort_symbols(sorted, frequencies, symbols);
    memset(code->lengths, 0, sizeof code->lengths);
    if (count < 2) { /* readers want two codes at least */
        unsigned only = count == 0 ? 0 : symbol_of(sorted[0]);
        code->lengths[only] = 1;
        code->lengths[only == 0 ? 1 : 0] = 1;
    } else {
        uint32_t counts[LONGEST_LIMIT + 1] = {0};
        limited_depths(sorted, count, limit, counts);
        unsigned next = 0;
        for (unsigned length = limit; length > 0; length--)
            for (uint32_t i = 0; i < counts[length]; i++)
                code->lengths[symbol_of(sorted[next++])] = (uint8_t)length;
    }
    assign(code, symbols, limit);
}

static unsigned used(const uint8_t *lengths, unsigned count, unsigned least)
{
    while (count > least && lengths[count - 1] == 0)
        count--;
    return count;
}

static void add(struct block_head *head, uint32_t *counts, unsigned symbol, unsigned extra)
{
    head->runs[head->run_count++] = (uint16_t)(symbol | extra << RUN_SHIFT);
    counts[symbol]++;
}

static unsigned add_repeats(struct block_head *head, uint32_t *counts, unsigned symbol, unsigned least, unsigned most,
                            unsigned run)
{
    while (run >= least) {
        unsigned part = run < most ? run : most;
        add(head, counts, symbol, part - least);
        run -= part;
    }
    return run;
}

void block_head_take(struct block_head *head, const uint8_t *literal_lengths, const uint8_t *distance_lengths)
{
    uint8_t all[LITERALS + DISTANCES];
    uint32_t counts[CODE_LENGTHS] = {0};
    head->literals = used(literal_lengths, LITERALS, LEAST_LITERALS);
    head->distances = used(distance_lengths, DISTANCES, 1);
    memcpy(all, literal_lengths, head->literals);
    memcpy(all + head->literals, distance_lengths, head->distances);
    head->run_count = 0;
    unsigned size = head->literals + head->distances;
    for (unsigned at = 0, end; at < size; at = end) {
        for (end = at + 1; end < size && all[end] == all[at];)
            end++;
        unsigned left = end - at;
        if (all[at] == 0) {
            left = add_repeats(head, counts, MANY_ZEROS, 11, 138, left);
            left = add_repeats(head, counts, ZEROS, 3, 10, left);
        } else {
            add(head, counts, all[at], 0);
            left = add_repeats(head, counts, REPEAT, 3, 6, left - 1);
        }
        for (; left > 0; left--)
            add(head, counts, all[at], 0);
    }
    prefix_code_build(&head->code, counts, CODE_LENGTHS, 7);
    head->codes = CODE_LENGTHS;
    while (head->codes > LEAST_CODES && head->code.lengths[ORDER[head->codes - 1]] == 0)
        head->codes--;
    head->size = 5 + 5 + 4 + 3 * head->codes;
    for (unsigned i = 0; i < CODE_LENGTHS; i++)
        head->size += (uint64_t)counts[i] * (head->code.lengths[i] + EXTRA[i]);
}

void block_head_write(const struct block_head *head, struct bits *out)
{
    put_bits(out, head->literals - LEAST_LITERALS, 5);
    put_bits(out, head->distances - 1, 5);
    put_bits(out, head->codes - LEAST_CODES, 4);
    for (unsigned i = 0; i < head->codes; i++)
        put_bits(out, head->code.lengths[ORDER[i]], 3);
    for (unsigned i = 0; i < head->run_count; i++) {
        unsigned symbol = head->runs[i] & ((1U << RUN_SHIFT) - 1);
        put_bits(out, head->code.codes[symbol], head->code.lengths[symbol]);
        put_bits(out, head->runs[i] >> RUN_SHIFT, EXTRA[symbol]);
    }
}
