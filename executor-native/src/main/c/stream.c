/* TCP connections of published ports. Each direction ends by itself; nothing is read before what was read is written.
 */
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>

#include "proxy.h"

#define BLOCK (256U << 10)
#define TURNS 8 /* blocks in a row before others get their turn */

enum { CLIENT, CONTAINER };

/* One side, with what was read from it and not yet taken by the other. */
struct end {
    struct source source;
    uint8_t *rest;
    size_t rest_start, rest_end;
    bool read_all; /* nothing more comes from here */
    bool told;     /* the other side knows */
};

struct connection {
    struct end ends[2];
    bool connecting, reset;
    struct connection *next, **link; /* link: what points to this one */
};

static uint8_t block[BLOCK];

static void open_doors_again(const struct proxy *p)
{
    for (size_t i = 0; i < p->door_count && !p->stopping; i++) {
        if (p->doors[i].shut)
            watch(p, &p->doors[i].source, EPOLLIN);
        p->doors[i].shut = false;
    }
}

/* A reset is passed on, unless that would take back what is still on its way. */
static void reset(int fd)
{
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    int unsent = 0;
    if (ioctl(fd, SIOCOUTQ, &unsent) == 0 && unsent == 0)
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void finish(const struct proxy *p, struct connection *c)
{
    for (int i = 0; i < 2; i++) {
        struct end *e = &c->ends[i];
        if (c->reset)
            reset(e->source.fd);
        watch(p, &e->source, 0);
        close(e->source.fd);
        free(e->rest);
    }
    *c->link = c->next;
    if (c->next)
        c->next->link = c->link;
    free(c);
    open_doors_again(p);
}

static bool has_rest(const struct end *e)
{
    return e->rest_start < e->rest_end;
}

static void forget(struct end *e)
{
    e->read_all = e->told = true;
    e->rest_start = e->rest_end = 0;
}

/* Passes on what the other side takes now; where it takes nothing any more, this one has said enough. What the other
 * side itself said before is still read. */
static size_t pass_on(struct connection *c, int from, const uint8_t *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = send(c->ends[1 - from].source.fd, bytes + done, length - done, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return done;
        if (n < 0) {
            c->reset = true;
            forget(&c->ends[from]);
            return length;
        }
        done += (size_t)n;
    }
    return done;
}

static void keep_rest(struct end *e, const uint8_t *bytes, size_t length)
{
    if (length == 0)
        return;
    e->rest = must_resize(e->rest, length);
    memcpy(e->rest, bytes, length);
    e->rest_start = 0;
    e->rest_end = length;
}

/* Moves what one side says, until it says nothing or the other takes nothing. */
static void move(struct connection *c, int from)
{
    struct end *e = &c->ends[from];
    if (has_rest(e))
        e->rest_start += pass_on(c, from, e->rest + e->rest_start, e->rest_end - e->rest_start);
    if (!has_rest(e)) {
        free(e->rest);
        e->rest = NULL;
        e->rest_start = e->rest_end = 0;
    }
    for (int i = 0; i < TURNS && !e->read_all && !has_rest(e); i++) {
        ssize_t n = read(e->source.fd, block, sizeof block);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        e->read_all = n <= 0;
        if (n < 0) { /* it is gone: nothing reaches it any more either */
            c->reset = true;
            forget(&c->ends[1 - from]);
        } else if (n > 0) {
            size_t done = pass_on(c, from, block, (size_t)n);
            keep_rest(e, block + done, (size_t)n - done);
        }
    }
    if (e->read_all && !has_rest(e) && !e->told) {
        e->told = true;
        shutdown(c->ends[1 - from].source.fd, SHUT_WR);
    }
}

static uint32_t wanted(const struct connection *c, int side)
{
    const struct end *mine = &c->ends[side], *other = &c->ends[1 - side];
    bool read = !c->connecting && !mine->read_all && !has_rest(mine);
    bool write = has_rest(other) || (c->connecting && side == CONTAINER);
    return (read ? EPOLLIN : 0U) | (write ? EPOLLOUT : 0U);
}

static void settle(const struct proxy *p, struct connection *c)
{
    if (c->ends[CLIENT].told && c->ends[CONTAINER].told) {
        finish(p, c);
        return;
    }
    for (int i = 0; i < 2; i++)
        watch(p, &c->ends[i].source, wanted(c, i));
}

void stream_serve(struct proxy *p, struct source *s, uint32_t events)
{
    struct connection *c = s->owner;
    if (c->connecting) {
        int error = 0;
        socklen_t length = sizeof error;
        if (!(events & (EPOLLOUT | EPOLLERR | EPOLLHUP)))
            return;
        getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &length);
        c->connecting = false;
        if (error) { /* nothing listens there */
            c->reset = true;
            finish(p, c);
            return;
        }
    }
    move(c, CLIENT);
    move(c, CONTAINER);
    settle(p, c);
}

static void take_client(struct proxy *p, const struct door *d, int client)
{
    const int on = 1;
    int inside = connect_inside(p, SOCK_STREAM, d->listener->container_port);
    struct connection *c = must_alloc(sizeof *c);
    *c = (struct connection){.connecting = inside >= 0, .next = p->connections, .link = &p->connections};
    const int fds[] = {client, inside};
    for (int i = 0; i < 2; i++) {
        c->ends[i].source = (struct source){.kind = SOURCE_STREAM, .fd = fds[i], .owner = c};
        setsockopt(fds[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fds[i], SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    }
    if (c->next)
        c->next->link = &c->next;
    p->connections = c;
    if (inside < 0) {
        c->reset = true;
        finish(p, c);
        return;
    }
    settle(p, c);
}

void stream_accept(struct proxy *p, struct door *d)
{
    int client = accept4(d->source.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client >= 0) {
        take_client(p, d, client);
        return;
    }
    /* Without descriptors the next clients wait until one goes. */
    if ((errno == EMFILE || errno == ENFILE) && p->connections) {
        d->shut = true;
        watch(p, &d->source, 0);
    }
}

void stream_drain(struct proxy *p)
{
    for (struct connection *c = p->connections, *next; c; c = next) {
        next = c->next;
        forget(&c->ends[CLIENT]);
        if (c->connecting) {
            c->reset = true;
            finish(p, c);
            continue;
        }
        move(c, CONTAINER);
        settle(p, c);
    }
}
