/* What every file needs: cleanup attributes, errors with the step they happened in, and whole reads and writes. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#define CLEANUP(f) __attribute__((cleanup(f)))
#define PRINTF(text, first) __attribute__((format(printf, text, first)))

static inline void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static inline void free_pointer(void *pointer)
{
    free(*(void **)pointer);
}

#define AUTO_FD CLEANUP(close_fd) int
#define AUTO_FREE CLEANUP(free_pointer)

/* Hands a descriptor out of an AUTO_FD variable. */
static inline int take_fd(int *fd)
{
    int taken = *fd;
    *fd = -1;
    return taken;
}

/* A set-up failure as the client sees it. errnum 0 = no system error behind it. exit_code > 0 = the command itself
 * could not be executed, which is an exit code (126, 127) and no set-up failure. */
struct failure {
    int errnum;
    int exit_code;
    char step[64];
    char text[1024];
};

/* Fills the failure and returns -1, so that a caller can `return fail(...)`. The text ends with the system error. */
int fail(struct failure *f, int errnum, const char *step, const char *format, ...) PRINTF(4, 5);

/* Out of memory ends the process: each request has its own, and the agent itself allocates next to nothing. */
void *must_alloc(size_t size);
void *must_resize(void *pointer, size_t size);
char *must_copy(const void *bytes, size_t length); /* adds a NUL */
char *must_print(const char *format, ...) PRINTF(1, 2);

/* 1 = all bytes, 0 = clean end before the first byte, -1 = error (a short stream is EPIPE). */
int read_whole(int fd, void *bytes, size_t length);
int write_whole(int fd, const void *bytes, size_t length);

/* The first `limit` bytes of a small file as text, NULL with errno when it cannot be read. */
char *read_text(int dir, const char *path, size_t limit);

/* Over a Unix socket, with a byte. Receiving: -1 when none came. */
int send_descriptor(int socket, int fd, char byte);
int receive_descriptor(int socket, char *byte);

/* One line to stderr, which is the log of the agent. */
void say(const char *format, ...) PRINTF(1, 2);
