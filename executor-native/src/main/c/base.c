#include "base.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define FIRST_ROOM 4096 /* of a text whose size is not known; most fit */

int fail(struct failure *f, int errnum, const char *step, const char *format, ...)
{
    va_list args;
    f->errnum = errnum;
    snprintf(f->step, sizeof f->step, "%s", step);
    va_start(args, format);
    int n = vsnprintf(f->text, sizeof f->text, format, args);
    va_end(args);
    if (errnum && n >= 0 && (size_t)n < sizeof f->text)
        snprintf(f->text + n, sizeof f->text - (size_t)n, ": %s", strerror(errnum));
    return -1;
}

void *must_alloc(size_t size)
{
    void *p = calloc(1, size ? size : 1);
    if (!p)
        _exit(125);
    return p;
}

void *must_resize(void *pointer, size_t size)
{
    void *p = realloc(pointer, size ? size : 1);
    if (!p)
        _exit(125);
    return p;
}

char *must_copy(const void *bytes, size_t length)
{
    char *copy = must_alloc(length + 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

char *must_print(const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        _exit(125);
    va_end(args);
    return text;
}

int read_whole(int fd, void *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = read(fd, (char *)bytes + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0) {
            errno = EPIPE;
            return done == 0 ? 0 : -1;
        }
        done += (size_t)n;
    }
    return 1;
}

int write_whole(int fd, const void *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = write(fd, (const char *)bytes + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        done += (size_t)n;
    }
    return 1;
}

char *read_text(int dir, const char *path, size_t limit)
{
    AUTO_FD fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    size_t done = 0, room = limit < FIRST_ROOM ? limit : FIRST_ROOM;
    char *text = must_resize(NULL, room + 1);
    while (done < limit) {
        if (done == room) {
            room = room * 2 < limit ? room * 2 : limit;
            text = must_resize(text, room + 1);
        }
        ssize_t n = read(fd, text + done, room - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            free(text);
            return NULL;
        }
        if (n == 0)
            break;
        done += (size_t)n;
    }
    text[done] = 0;
    return text;
}

void say(const char *format, ...)
{
    char line[1200];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line - 1, format, args);
    va_end(args);
    if (n < 0)
        return;
    size_t length = (size_t)n < sizeof line - 1 ? (size_t)n : sizeof line - 2;
    line[length] = '\n';
    if (write_whole(STDERR_FILENO, line, length + 1) < 0)
        return; /* nobody reads the log any more */
}

int send_descriptor(int socket, int fd, char byte)
{
    char control[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec data = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    return sendmsg(socket, &message, 0) == 1 ? 0 : -1;
}

int receive_descriptor(int socket, char *byte)
{
    int fd = -1;
    char control[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec data = {byte, 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    struct cmsghdr *head = n == 1 ? CMSG_FIRSTHDR(&message) : NULL;
    if (head && head->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}
