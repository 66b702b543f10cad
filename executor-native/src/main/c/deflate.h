/* Deflates blocks of layers, with the same bytes as dev.jbuild.cache.deflate, which says why it is made so. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define DEFLATE_WINDOW (32 * 1024)
#define DEFLATE_BLOCK (512 * 1024)
/* What a block may need when it does not become smaller: heads of stored blocks, and codes that were a little too long.
 */
#define DEFLATE_OUTPUT (DEFLATE_BLOCK + 64 * 1024)
#define DEFLATE_INPUT (DEFLATE_WINDOW + DEFLATE_BLOCK)

struct deflater;

/* NULL without memory. */
struct deflater *deflater_new(void);

/* Deflates bytes[from] to bytes[to - 1], of which the reader has bytes[start] and what follows already; `to` is at most
 * DEFLATE_INPUT. `stride` says which places inside a match are remembered. The result has at most DEFLATE_OUTPUT bytes.
 */
size_t deflate_block(struct deflater *deflater, unsigned stride, const uint8_t *bytes, uint32_t start, uint32_t from,
                     uint32_t to, uint8_t *out);

/* jbuild-exec deflate FILE: FILE has room for DEFLATE_INPUT and DEFLATE_OUTPUT bytes after it. Standard input has
 * requests of four 32-bit numbers, stride, start, from and to; each is answered with the length of the result. */
int deflate_main(int argc, char **argv);
