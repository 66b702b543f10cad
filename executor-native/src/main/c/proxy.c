#include "proxy.h"

#include <string.h>
#include <time.h>

#define EXPIRY_MS 5000
#define LAST_MS 1000 /* for a client that does not take what the container said */

void watch(const struct proxy *p, struct source *s, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = s};
    if (events == s->events)
        return;
    int operation = events == 0 ? EPOLL_CTL_DEL : s->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (epoll_ctl(p->epoll, operation, s->fd, &event) == 0)
        s->events = events;
    else
        say("published ports: epoll: %s", strerror(errno));
}

int connect_inside(const struct proxy *p, int type, uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, p->inside, &address.sin_addr);
    AUTO_FD fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS))
        return -1;
    return take_fd(&fd);
}

static void open_doors(struct proxy *p, const struct listeners *listeners)
{
    p->door_count = listeners->count;
    p->doors = must_alloc(listeners->count * sizeof *p->doors);
    for (size_t i = 0; i < listeners->count; i++) {
        struct door *d = &p->doors[i];
        d->listener = &listeners->list[i];
        d->source = (struct source){.kind = SOURCE_LISTENER, .fd = d->listener->fd, .owner = d};
        watch(p, &d->source, EPOLLIN);
    }
}

static void close_doors(struct proxy *p, struct source *stop)
{
    p->stopping = true;
    watch(p, stop, 0);
    for (size_t i = 0; i < p->door_count; i++) {
        watch(p, &p->doors[i].source, 0);
        close(p->doors[i].source.fd);
        datagram_close(p, &p->doors[i]);
    }
    stream_drain(p);
}

static void serve_source(struct proxy *p, struct source *s, uint32_t events)
{
    struct door *d = s->owner;
    switch (s->kind) {
    case SOURCE_STOP:
        close_doors(p, s);
        break;
    case SOURCE_LISTENER:
        if (d->listener->udp)
            datagram_from_clients(p, d);
        else
            stream_accept(p, d);
        break;
    case SOURCE_STREAM:
        stream_serve(p, s, events);
        break;
    case SOURCE_SESSION:
        datagram_from_container(s);
        break;
    }
}

void proxy_run(const struct listeners *listeners, int stop)
{
    struct proxy p = {.epoll = epoll_create1(EPOLL_CLOEXEC), .inside = listeners->inside};
    struct source end = {.kind = SOURCE_STOP, .fd = stop};
    struct epoll_event event;
    watch(&p, &end, EPOLLIN);
    open_doors(&p, listeners);
    while (!p.stopping || p.connections) {
        /* One at a time: serving one may close what another event was about. */
        int count = epoll_wait(p.epoll, &event, 1, p.stopping ? LAST_MS : EXPIRY_MS);
        if (count == 0 && p.stopping)
            return;
        if (count == 1)
            serve_source(&p, event.data.ptr, event.events);
        for (size_t i = 0; i < p.door_count && count == 0; i++)
            datagram_expire(&p, &p.doors[i]);
    }
}
