/* UDP of published ports: each client address has a socket in the container's network, so that answers find back. */
#include <string.h>
#include <time.h>

#include "proxy.h"

#define MOST_SESSIONS 1024
#define IDLE_SECONDS 90 /* as docker's proxy */
#define TURNS 64
#define LARGEST 65536

struct session {
    struct source source;
    struct door *door;
    struct sockaddr_storage client;
    socklen_t client_length;
    time_t used;
    struct session *next;
};

static uint8_t datagram[LARGEST];

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static void drop(const struct proxy *p, struct door *d, struct session **at)
{
    struct session *s = *at;
    watch(p, &s->source, 0);
    close(s->source.fd);
    *at = s->next;
    free(s);
    d->session_count--;
}

static void drop_longest_idle(const struct proxy *p, struct door *d)
{
    struct session **oldest = &d->sessions;
    for (struct session **at = &d->sessions; *at; at = &(*at)->next)
        if ((*at)->used < (*oldest)->used)
            oldest = at;
    if (*oldest)
        drop(p, d, oldest);
}

void datagram_expire(struct proxy *p, struct door *d)
{
    time_t limit = now() - IDLE_SECONDS;
    for (struct session **at = &d->sessions; *at;)
        if ((*at)->used < limit)
            drop(p, d, at);
        else
            at = &(*at)->next;
}

void datagram_close(struct proxy *p, struct door *d)
{
    while (d->sessions)
        drop(p, d, &d->sessions);
}

static struct session *session_of(struct proxy *p, struct door *d, const struct sockaddr_storage *client,
                                  socklen_t length)
{
    for (struct session *s = d->sessions; s; s = s->next)
        if (s->client_length == length && memcmp(&s->client, client, length) == 0)
            return s;
    if (d->session_count >= MOST_SESSIONS)
        drop_longest_idle(p, d);
    int inside = connect_inside(p, SOCK_DGRAM, d->listener->container_port);
    if (inside < 0)
        return NULL; /* as if the datagram was lost */
    struct session *s = must_alloc(sizeof *s);
    *s = (struct session){.door = d, .client = *client, .client_length = length, .next = d->sessions};
    s->source = (struct source){.kind = SOURCE_SESSION, .fd = inside, .owner = s};
    d->sessions = s;
    d->session_count++;
    watch(p, &s->source, EPOLLIN);
    return s;
}

/* What cannot be sent is lost, as datagrams are. */
void datagram_from_clients(struct proxy *p, struct door *d)
{
    for (int i = 0; i < TURNS; i++) {
        struct sockaddr_storage client = {0};
        socklen_t length = sizeof client;
        ssize_t n = recvfrom(d->source.fd, datagram, sizeof datagram, 0, (struct sockaddr *)&client, &length);
        struct session *s = n < 0 ? NULL : session_of(p, d, &client, length);
        if (n < 0 && errno != ECONNREFUSED)
            return;
        if (s && send(s->source.fd, datagram, (size_t)n, 0) >= 0)
            s->used = now();
    }
}

void datagram_from_container(struct source *source)
{
    struct session *s = source->owner;
    for (int i = 0; i < TURNS; i++) {
        ssize_t n = recv(source->fd, datagram, sizeof datagram, 0);
        if (n < 0) /* ECONNREFUSED: nothing listens there, or not yet */
            return;
        s->used = now();
        if (sendto(s->door->source.fd, datagram, (size_t)n, 0, (struct sockaddr *)&s->client, s->client_length) < 0)
            return;
    }
}
