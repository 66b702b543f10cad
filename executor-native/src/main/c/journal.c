#include "journal.h"

#include <endian.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/uio.h>
#include <time.h>

struct head {
    uint8_t stream, zero[3];
    uint32_t length;
    uint64_t nanos;
};

/* A record that was cut off by a kill is cut away. */
static int find_end(int file, size_t *end)
{
    struct head head;
    *end = 0;
    off_t size = lseek(file, 0, SEEK_END);
    if (size < 0)
        return -1;
    while (pread(file, &head, sizeof head, (off_t)*end) == sizeof head) {
        size_t next = *end + sizeof head + le32toh(head.length);
        if (next > (size_t)size)
            break;
        *end = next;
    }
    return ftruncate(file, (off_t)*end);
}

static int open_file(int directory)
{
    return openat(directory, JOURNAL, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
}

int journal_open(struct journal *j, int directory, struct failure *f)
{
    *j = (struct journal){.directory = directory, .file = open_file(directory)};
    if (j->file < 0 || find_end(j->file, &j->length) < 0)
        return fail(f, errno, "open log", "of the container");
    return 0;
}

static void turn_over(struct journal *j)
{
    if (renameat(j->directory, JOURNAL, j->directory, JOURNAL_OLD) < 0)
        return;
    close_fd(&j->file);
    j->file = open_file(j->directory);
    j->length = 0;
}

void journal_write(struct journal *j, int stream, const void *bytes, size_t length)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const uint64_t nanos = (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
    const struct head head = {.stream = (uint8_t)stream, .length = htole32((uint32_t)length), .nanos = htole64(nanos)};
    const struct iovec parts[] = {{(void *)(uintptr_t)&head, sizeof head}, {(void *)(uintptr_t)bytes, length}};
    if (j->length + sizeof head + length > JOURNAL_LIMIT)
        turn_over(j);
    ssize_t n = j->file < 0 ? -1 : writev(j->file, parts, 2);
    if (n == (ssize_t)(sizeof head + length))
        j->length += (size_t)n;
    else if (n > 0 && ftruncate(j->file, (off_t)j->length) < 0)
        close_fd(&j->file), j->file = -1; /* no half record is ever followed by another one */
}

void journal_close(struct journal *j)
{
    close_fd(&j->file);
    j->file = -1;
}
