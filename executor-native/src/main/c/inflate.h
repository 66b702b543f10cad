/* Inflates what deflate made (RFC 1951), part by part: each call takes what input there is and gives what output has
 * room. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INFLATE_WINDOW (32 * 1024)
#define INFLATE_INPUT (256 * 1024)
#define INFLATE_OUTPUT (512 * 1024)
/* Behind the input, to be read, and behind the output, to be written to. */
#define INFLATE_PADDING 1024
#define INFLATE_AREA (INFLATE_INPUT + INFLATE_PADDING + INFLATE_WINDOW + INFLATE_OUTPUT + INFLATE_PADDING)

enum inflate_state { INFLATE_STARVED, INFLATE_FULL, INFLATE_ENDED, INFLATE_DAMAGED, INFLATE_CUT_OFF };

struct inflater;

/* NULL without memory. */
struct inflater *inflater_new(void);

/* Begins a stream. */
void inflater_reset(struct inflater *z);

/* `area` has the input at its beginning and gets the output behind the window. `length` bytes of input are there, after
 * which more come unless `last`; *consumed of them are not needed again. */
enum inflate_state inflate_part(struct inflater *z, uint8_t *area, uint32_t length, bool last, uint32_t *consumed,
                                uint32_t *produced);

/* jbuild-exec inflate FILE: FILE has room for INFLATE_AREA. Standard input has requests of two 32-bit numbers, the
 * length of the input and flags: 1 for the last of it, 2 to begin a stream. The answer is consumed, produced, state. */
int inflate_main(int argc, char **argv);
