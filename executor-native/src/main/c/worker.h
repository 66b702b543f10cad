/* A process that works on memory which it shares with its client, and may do nothing else. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* argv is FILE, with room for `size` bytes, which get mapped. Then every system call but read, write and exit is given
 * up, and `serve` answers what comes on standard input, to its end. context: NULL without memory. */
int worker_main(const char *name, int argc, char **argv, size_t size, void *context,
                int (*serve)(void *context, uint8_t *area));
