/* UDP of published ports: each client address has a socket in the container's network, so that answers find back. A
 * client takes an answer only from the address that it asked, of which the host may have many. */
#include <netinet/in.h>
#include <string.h>
#include <time.h>

#include "proxy.h"

#define MOST_SESSIONS 1024
#define IDLE_SECONDS 90 /* as docker's proxy */
#define TURNS 64
#define LARGEST 65536

/* Which address of the host a datagram was for, as the kernel says it and wants to be told it. */
struct destination {
    int level, type;
    size_t length; /* 0: unknown, the kernel chooses where an answer comes from */
    union {
        struct in_pktinfo v4;
        struct in6_pktinfo v6;
    } info;
};

/* A datagram on its way from or to a client. */
struct envelope {
    struct sockaddr_storage client;
    struct iovec content;
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct in6_pktinfo))];
    struct msghdr head;
};

struct session {
    struct source source;
    struct door *door;
    struct sockaddr_storage client;
    socklen_t client_length;
    struct destination asked;
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

static void open_envelope(struct envelope *e, size_t length)
{
    *e = (struct envelope){.content = {datagram, length}};
    e->head = (struct msghdr){.msg_name = &e->client,
                              .msg_namelen = sizeof e->client,
                              .msg_iov = &e->content,
                              .msg_iovlen = 1,
                              .msg_control = e->control,
                              .msg_controllen = sizeof e->control};
}

/* Nothing is sent from a group's address; an interface is named only where the client's address does not. */
static struct destination destination_of(struct envelope *e)
{
    struct destination d = {0};
    struct cmsghdr *c = CMSG_FIRSTHDR(&e->head);
    if (c && c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
        struct in_pktinfo got;
        memcpy(&got, CMSG_DATA(c), sizeof got);
        d = (struct destination){IPPROTO_IP, IP_PKTINFO, sizeof got, {.v4.ipi_spec_dst = got.ipi_spec_dst}};
    } else if (c && c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
        struct in6_pktinfo got;
        memcpy(&got, CMSG_DATA(c), sizeof got);
        if (!IN6_IS_ADDR_MULTICAST(&got.ipi6_addr))
            d = (struct destination){IPPROTO_IPV6, IPV6_PKTINFO, sizeof got, {.v6.ipi6_addr = got.ipi6_addr}};
    }
    return d;
}

static bool is_same(const struct destination *one, const struct destination *other)
{
    return one->length == other->length && memcmp(&one->info, &other->info, one->length) == 0;
}

static struct session *session_of(struct proxy *p, struct door *d, const struct envelope *from,
                                  const struct destination *asked)
{
    socklen_t length = from->head.msg_namelen;
    for (struct session *s = d->sessions; s; s = s->next)
        if (s->client_length == length && memcmp(&s->client, &from->client, length) == 0 && is_same(&s->asked, asked))
            return s;
    if (d->session_count >= MOST_SESSIONS)
        drop_longest_idle(p, d);
    int inside = connect_inside(p, SOCK_DGRAM, d->listener->container_port);
    if (inside < 0)
        return NULL; /* as if the datagram was lost */
    struct session *s = must_alloc(sizeof *s);
    *s = (struct session){
        .door = d, .client = from->client, .client_length = length, .asked = *asked, .next = d->sessions};
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
        struct envelope from;
        open_envelope(&from, sizeof datagram);
        ssize_t n = recvmsg(d->source.fd, &from.head, 0);
        struct session *s = NULL;
        if (n >= 0) {
            const struct destination asked = destination_of(&from);
            s = session_of(p, d, &from, &asked);
        }
        if (n < 0 && errno != ECONNREFUSED)
            return;
        if (s && send(s->source.fd, datagram, (size_t)n, 0) >= 0)
            s->used = now();
    }
}

static int answer(const struct session *s, size_t length)
{
    struct envelope to;
    open_envelope(&to, length);
    to.client = s->client;
    to.head.msg_namelen = s->client_length;
    to.head.msg_controllen = s->asked.length == 0 ? 0 : CMSG_SPACE(s->asked.length);
    struct cmsghdr *c = CMSG_FIRSTHDR(&to.head);
    if (c) {
        c->cmsg_level = s->asked.level;
        c->cmsg_type = s->asked.type;
        c->cmsg_len = CMSG_LEN(s->asked.length);
        memcpy(CMSG_DATA(c), &s->asked.info, s->asked.length);
    }
    return sendmsg(s->door->source.fd, &to.head, 0) < 0 ? -1 : 0;
}

void datagram_from_container(struct source *source)
{
    struct session *s = source->owner;
    for (int i = 0; i < TURNS; i++) {
        ssize_t n = recv(source->fd, datagram, sizeof datagram, 0);
        if (n < 0) /* ECONNREFUSED: nothing listens there, or not yet */
            return;
        s->used = now();
        if (answer(s, (size_t)n) < 0)
            return;
    }
}
