#include "text.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *or_die(void *memory)
{
    if (!memory) {
        static const char message[] = "jbuild: no memory\n";
        ssize_t done = write(2, message, sizeof message - 1);
        _exit(done < 0 ? 70 : 4);
    }
    return memory;
}

void add(struct bytes *to, const void *data, size_t length)
{
    if (to->room - to->length < length) {
        to->room = (to->room + length) * 2;
        to->data = or_die(realloc(to->data, to->room));
    }
    memcpy(to->data + to->length, data, length);
    to->length += length;
}

void add_string(struct bytes *to, const char *string)
{
    size_t length = strlen(string);
    unsigned char head[] = {(unsigned char)(length >> 24), (unsigned char)(length >> 16), (unsigned char)(length >> 8),
                            (unsigned char)length};
    add(to, head, sizeof head);
    add(to, string, length);
}

char *text(const char *format, ...)
{
    char *result = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&result, format, arguments);
    va_end(arguments);
    return or_die(length < 0 ? NULL : result);
}

char *content(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    struct bytes all = {0};
    char piece[4096];
    ssize_t got;
    while ((got = read(file, piece, sizeof piece)) > 0)
        add(&all, piece, (size_t)got);
    close(file);
    add(&all, "", 1);
    if (got < 0) {
        free(all.data);
        return NULL;
    }
    return all.data;
}

uint64_t fnv(uint64_t hash, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}
