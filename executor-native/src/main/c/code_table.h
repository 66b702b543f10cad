/* Tables that tell the symbol of a prefix code from the next bits (RFC 1951, 3.2.2). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define LONGEST_CODE 15
/* An entry: how many bits to drop, how many more bits belong to the value, what it is, and the value. */
#define ENTRY_DROP(entry) ((entry)&255)
#define ENTRY_EXTRA(entry) ((entry) >> 8 & 15)
#define ENTRY_VALUE(entry) ((entry) >> 16)
#define ENTRY_LITERAL (1U << 12)
#define ENTRY_END (1U << 13)
#define ENTRY_LONGER (1U << 14) /* the value is where the entries for the next ENTRY_EXTRA bits begin */
#define ENTRY_OTHER (1U << 15)  /* no value: END, LONGER, or a code that is not there */

#define LITERAL_BITS 11
#define DISTANCE_BITS 8
#define CODE_LENGTH_BITS 7
/* The most that complete codes of 288 and 32 symbols fill with these bits, as zlib's examples/enough.c counts. */
#define LITERAL_ENTRIES 2342
#define DISTANCE_ENTRIES 402

/* `entries` has room for `most`. entry(symbol) is without the bits to drop. False for lengths that are no prefix code;
 * one that leaves bits without a symbol is one only when it has no more than one symbol, of one bit, and `alone` says
 * that this will do. */
bool code_table_build(uint32_t *entries, unsigned most, unsigned bits, const uint8_t *lengths, unsigned count,
                      uint32_t (*entry)(unsigned symbol), bool alone);
