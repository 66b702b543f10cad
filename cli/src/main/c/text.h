/* Bytes and strings that grow. A client that has no memory ends. */
#ifndef JBUILD_TEXT_H
#define JBUILD_TEXT_H
#include <stddef.h>
#include <stdint.h>

struct bytes {
    char *data;
    size_t length, room;
};

void add(struct bytes *to, const void *data, size_t length);

/* A string with its length as four bytes before it. */
void add_string(struct bytes *to, const char *text);

/* A new string, as printf makes it. */
char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The whole of a small file with a zero behind it, NULL when it cannot be read.
 */
char *content(const char *path);

/* FNV-1a of 64 bits: names what belongs together, and keeps nobody out. */
uint64_t fnv(uint64_t hash, const void *data, size_t length);
#define FNV_START 0xcbf29ce484222325u

#endif
